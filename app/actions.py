"""Every menu entry, shortcut and tooltip in one table; the shortcut sheet is made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.i18n import tr
from app.theme import set_icon
from app.windows import CT_PRESETS
from core.verdicts import REASONS


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One entry of the table."""

    name: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    is_checkable: bool = False
    starts_group: bool = False  # a separator comes before it in its menu


ACTIONS = (
    ActionSpec("open", "File", "Open files…", ("O", "Ctrl+O"), "Open the files of one sample", "mdi6.file-image-plus"),
    ActionSpec(
        "open_folder", "File", "Open folder…", ("Shift+O",), "Open a folder or DICOM study", "mdi6.folder-open-outline"
    ),
    ActionSpec(
        "series", "File", "Choose series…", ("L",), "The DICOM series of what was opened", "mdi6.view-list-outline"
    ),
    ActionSpec("reopen_session", "File", "Reopen last session", (), "Queue, part, workspace and views as they were"),
    ActionSpec("open_model", "File", "Open model…", ("Ctrl+M",), "Use another model file", "mdi6.cube-outline"),
    ActionSpec(
        "teach",
        "File",
        "Teach a new product…",
        ("Ctrl+T",),
        "Let the model know a new product from pictures of good parts",
        "mdi6.school-outline",
    ),
    ActionSpec(
        "library",
        "File",
        "Model library…",
        ("Ctrl+Shift+L",),
        "All models with where they come from; compare, prove, roll back, export, import",
        "mdi6.bookshelf",
    ),
    ActionSpec(
        "evaluate",
        "File",
        "Evaluate…",
        ("Ctrl+Shift+V",),
        "Measure the model on labelled samples, the worst first",
        "mdi6.chart-line",
    ),
    ActionSpec("log_in", "File", "Log in…", (), "Log in", "mdi6.account-arrow-right-outline", starts_group=True),
    ActionSpec("log_out", "File", "Log out", (), "Leave; somebody else logs in", "mdi6.account-arrow-left-outline"),
    ActionSpec("users", "File", "Users…", (), "Who may log in, and as what", "mdi6.account-multiple-outline"),
    ActionSpec("quit", "File", "Quit", ("Ctrl+Q",), "Close the program", starts_group=True),
    ActionSpec("undo", "Edit", "Undo", ("Ctrl+Z",), "Take the last change back", "mdi6.undo"),
    ActionSpec("redo", "Edit", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "Do it again", "mdi6.redo"),
    ActionSpec(
        "inspect", "Inspect", "Inspect again", ("F5",), "Inspect the sample on screen again", "mdi6.magnify-scan"
    ),
    ActionSpec(
        "inspect_all",
        "Inspect",
        "Inspect whole queue",
        ("F6",),
        "Inspect every sample without a result",
        "mdi6.play-speed",
    ),
    ActionSpec("cancel", "Inspect", "Cancel", ("Esc",), "Stop what is running, or close the message", "mdi6.close"),
    ActionSpec(
        "next_sample",
        "Inspect",
        "Next sample",
        ("J", "Alt+Down"),
        "Go down the queue",
        "mdi6.arrow-down",
        starts_group=True,
    ),
    ActionSpec("previous_sample", "Inspect", "Previous sample", ("K", "Alt+Up"), "Go up the queue", "mdi6.arrow-up"),
    ActionSpec(
        "filter_queue", "Inspect", "Filter the queue", ("Ctrl+F",), "Type part of a name", "mdi6.filter-outline"
    ),
    ActionSpec(
        "next_region",
        "Inspect",
        "Next region",
        ("N",),
        "Go down the ranked regions",
        "mdi6.skip-next",
        starts_group=True,
    ),
    ActionSpec(
        "previous_region", "Inspect", "Previous region", ("P",), "Go up the ranked regions", "mdi6.skip-previous"
    ),
    ActionSpec("accept", "Decide", "Accept", ("G",), "Accept the part on screen as good", "mdi6.check"),
    ActionSpec("reject", "Decide", "Reject", ("D",), "Reject the part on screen as defective", "mdi6.close"),
    ActionSpec("unsure", "Decide", "Unsure", ("U",), "Leave the part to somebody else", "mdi6.help"),
    ActionSpec("comment", "Decide", "Comment", ("W",), "Write a comment for the next decision (Enter comes back)"),
    ActionSpec(
        "take_back",
        "Decide",
        "Take back",
        ("Z",),
        "Take this session's last decision back; both stay in the record",
        "mdi6.undo-variant",
    ),
    *(
        ActionSpec(f"reason_{number}", "Decide/Reason", reason.label, (str(number),), "Reason of the next decision")
        for number, reason in enumerate(REASONS, 1)
    ),
    ActionSpec(
        "false_alarm",
        "Decide",
        "False alarm here…",
        ("Ctrl+Shift+F",),
        "Have the model take a region for normal from now on; shown first, undone with Ctrl+Z",
        "mdi6.map-marker-check-outline",
        starts_group=True,
    ),
    ActionSpec(
        "missed_spot",
        "Decide",
        "Missed spot here…",
        ("Ctrl+Shift+D",),
        "Have the model find a spot from now on that it missed; shown first, undone with Ctrl+Z",
        "mdi6.map-marker-alert-outline",
    ),
    ActionSpec(
        "save_report",
        "Report",
        "Save report…",
        ("Ctrl+S",),
        "The part with pictures, regions, thresholds and decisions, as PDF or HTML",
        "mdi6.file-document-outline",
    ),
    ActionSpec(
        "save_queue_report",
        "Report",
        "Save report of the queue…",
        ("Ctrl+Shift+S",),
        "Everything inspected: a table, a contact sheet, the highest scores in full",
        "mdi6.file-document-multiple-outline",
    ),
    ActionSpec(
        "print_preview", "Report", "Print preview", ("Ctrl+Alt+P",), "Pages of the report", "mdi6.file-find-outline"
    ),
    ActionSpec(
        "print", "Report", "Print…", ("Ctrl+P",), "Print the report of the part on screen", "mdi6.printer-outline"
    ),
    ActionSpec(
        "export_part",
        "Report",
        "Export as…",
        ("Ctrl+Shift+E",),
        "Map, regions and numbers for other programs: JSON, CSV, PNG, TIFF, NumPy, NIfTI, DICOM, PLY",
        "mdi6.export-variant",
        starts_group=True,
    ),
    ActionSpec(
        "export_case",
        "Report",
        "Export case file…",
        ("Ctrl+E",),
        "The part with everything that was said of it, as one file that can be checked",
        "mdi6.folder-zip-outline",
    ),
    ActionSpec(
        "copy_picture",
        "Report",
        "Copy picture",
        ("Ctrl+C",),
        "Copy the views as they are on screen",
        "mdi6.content-copy",
    ),
    ActionSpec(
        "names_in_exports",
        "Report",
        "Names of patients in exports",
        (),
        "Off: reports, case files and exports of patients hold no names, numbers or paths",
        "",
        True,
        starts_group=True,
    ),
    ActionSpec("overlay", "View", "Show anomaly map", ("A",), "Anomaly map on or off", "mdi6.layers-outline", True),
    ActionSpec(
        "outlines", "View", "Show region outlines", ("B",), "Region outlines on or off", "mdi6.vector-polygon", True
    ),
    ActionSpec(
        "sensor_map",
        "View",
        "This sensor's map",
        ("M",),
        "Each view shows its own sensor's map",
        "mdi6.access-point",
        True,
    ),
    ActionSpec("fused_tile", "View", "All sensors in one", ("Shift+F",), "A tile of all sensors blended", "", True),
    ActionSpec("next_mode", "View", "Heat map, regions, contour", ("H",), "Next way to draw the anomaly map"),
    ActionSpec("constant", "View", "Constant opacity", (), "Opacity does not rise with the value", "", True),
    ActionSpec("swipe", "View", "Swipe", ("S",), "The map ends at a line that can be dragged", "mdi6.compare", True),
    ActionSpec("flicker", "View", "Flicker", ("Y",), "The map comes and goes", "mdi6.flash-outline", True),
    ActionSpec(
        "side_by_side", "View", "Side by side", ("Shift+S",), "Every view twice: without and with the map", "", True
    ),
    ActionSpec("next_scale", "View", "Next colour scale", ("Shift+H",), "What the colours of the map mean"),
    ActionSpec(
        "ranges",
        "View",
        "Colour and clip range",
        ("Shift+C",),
        "Histogram of the map, on which both ranges can be dragged",
        "mdi6.chart-histogram",
        True,
    ),
    ActionSpec("more_opacity", "View", "Map stronger", ("]",), "Less of the picture under the map"),
    ActionSpec("less_opacity", "View", "Map fainter", ("[",), "More of the picture under the map"),
    ActionSpec(
        "zoom_in",
        "View",
        "Zoom in",
        ("+", "="),
        "Zoom in (wheel; Ctrl+wheel in a volume)",
        "mdi6.magnify-plus-outline",
        starts_group=True,
    ),
    ActionSpec("zoom_out", "View", "Zoom out", ("-",), "Zoom out", "mdi6.magnify-minus-outline"),
    ActionSpec("fit", "View", "Fit", ("0",), "Show all of every view", "mdi6.fit-to-page-outline"),
    ActionSpec(
        "actual_size",
        "View",
        "1:1",
        ("Ctrl+0",),
        "One pixel of the view on one of the screen",
        "mdi6.numeric-1-box-outline",
    ),
    ActionSpec(
        "zoom_region",
        "View",
        "Zoom to region",
        ("Shift+Z",),
        "Drag out what is to fill the view",
        "mdi6.magnify-expand",
        True,
    ),
    ActionSpec(
        "smoothing", "View", "Smooth or single pixels", ("Shift+I",), "By itself, always smooth, or never", "mdi6.blur"
    ),
    ActionSpec("reset_window", "View", "Reset window", ("R",), "Window and level of the file", "mdi6.contrast-circle"),
    ActionSpec("maximise", "View", "Maximise view", ("F",), "One view only, or all (double click)", "mdi6.fullscreen"),
    ActionSpec(
        "next_layout",
        "View",
        "All, one or two views",
        ("Shift+L",),
        "How many views are shown",
        "mdi6.view-grid-outline",
    ),
    ActionSpec("next_tile", "View", "Next view", ("E",), "Give the keyboard to the next view"),
    ActionSpec("vision", "View", "Colour-vision preview", (), "How the window looks with a colour-vision deficiency"),
    ActionSpec("workspace_inspect", "View", "Workspace: Inspect", ("F2",), "Everything", "", True, starts_group=True),
    ActionSpec("workspace_volume", "View", "Workspace: Volume", ("F3",), "Pictures and decision", "", True),
    ActionSpec("workspace_3d", "View", "Workspace: 3-D", ("F4",), "The point cloud first", "", True),
    ActionSpec("workspace_experts", "View", "Workspace: Experts", ("F7",), "The routing first", "", True),
    ActionSpec("workspace_review", "View", "Workspace: Review", ("F8",), "Thresholds and the whole record", "", True),
    ActionSpec(
        "files",
        "View",
        "Files of the sample",
        ("I",),
        "What each file was taken for and why, and how to change it",
        "mdi6.file-tree-outline",
        True,
        starts_group=True,
    ),
    ActionSpec("reset_layout", "View", "Reset layout", (), "Window and docks as they come", "mdi6.page-layout-body"),
    ActionSpec(
        "ruler", "Measure", "Length", ("Q",), "Drag or click two points (Enter: at the cursor)", "mdi6.ruler", True
    ),
    ActionSpec(
        "area",
        "Measure",
        "Area",
        ("Shift+Q",),
        "Click the corners; double click, or Enter twice, ends",
        "mdi6.vector-square",
        True,
    ),
    ActionSpec(
        "delete_measurement", "Measure", "Delete measurement", ("Del",), "Delete the selected one, else the last"
    ),
    ActionSpec("clear_measurements", "Measure", "Delete all measurements", (), "Of this sample"),
    ActionSpec("copy_measurements", "Measure", "Copy measurements", ("Ctrl+Shift+C",), "As a table for a spreadsheet"),
    ActionSpec("three_planes", "Volume", "Three planes", ("X",), "Axial, coronal and sagittal, linked", "", True),
    ActionSpec("next_plane", "Volume", "Next plane", ("V",), "Axial, coronal, sagittal"),
    ActionSpec(
        "radiological",
        "Volume",
        "Radiological sides",
        ("Shift+R",),
        "The patient's right on the left of the screen, or (off) on the right",
        "mdi6.flip-horizontal",
        True,
    ),
    ActionSpec(
        "straight",
        "Volume",
        "Patient's axes",
        ("Shift+X",),
        "Planes along the patient's axes, not the file's",
        "",
        True,
    ),
    *(
        ActionSpec(f"tilt_{name}_{way}", "Volume/Tilt", f"{words} {'+' if way == 'up' else '−'}5°", (key,))
        for name, words, keys in (
            ("nod", "Nod", ("Alt+Shift+Up", "Alt+Shift+Down")),
            ("roll", "Roll", ("Alt+Shift+PgUp", "Alt+Shift+PgDown")),
            ("turn", "Turn", ("Alt+Shift+Right", "Alt+Shift+Left")),
        )
        for way, key in zip(("up", "down"), keys, strict=True)
    ),
    ActionSpec("tilt_off", "Volume/Tilt", "No tilt", ("Alt+Shift+Home",), "The planes of the file, or the patient's"),
    *(
        ActionSpec(f"window_{number}", "Volume/CT window", preset.name, (f"Alt+{number}",))
        for number, preset in enumerate(CT_PRESETS, 1)
    ),
    ActionSpec("next_slice", "Volume", "Next slice", (".",), "One plane up (wheel, Up)", starts_group=True),
    ActionSpec("previous_slice", "Volume", "Previous slice", (",",), "One plane down (wheel, Down)"),
    ActionSpec("next_hot", "Volume", "Next hot slice", ("Shift+N",), "Next of the slices that score highest"),
    ActionSpec(
        "previous_hot", "Volume", "Previous hot slice", ("Shift+P",), "Previous of the slices that score highest"
    ),
    ActionSpec("cine", "Volume", "Play", ("C",), "Play through the planes", "mdi6.play", True),
    ActionSpec("thicker_slab", "Volume", "Thicker slab", ("T",), "More planes drawn as one", starts_group=True),
    ActionSpec("thinner_slab", "Volume", "Thinner slab", ("Shift+T",), "Fewer planes drawn as one"),
    ActionSpec(
        "live_open",
        "Live",
        "Open camera or video…",
        ("Ctrl+Shift+O",),
        "Inspect what a camera or a video shows",
        "mdi6.video-outline",
    ),
    ActionSpec(
        "live_run",
        "Live",
        "Run",
        ("Ctrl+Space",),
        "Pause the stream, or go on with the newest frame",
        "mdi6.play-pause",
        True,
        starts_group=True,
    ),
    ActionSpec(
        "live_freeze",
        "Live",
        "Freeze",
        ("Ctrl+Shift+Space",),
        "Hold the picture while the camera goes on",
        "mdi6.snowflake",
        True,
    ),
    ActionSpec("live_back", "Live", "Frame back", ("Alt+Left",), "One frame back", "mdi6.skip-previous-outline"),
    ActionSpec("live_forward", "Live", "Frame forward", ("Alt+Right",), "One frame on", "mdi6.skip-next-outline"),
    ActionSpec(
        "live_keep",
        "Live",
        "Keep frame",
        ("Ctrl+K",),
        "Write the frame as a picture and put it into the queue",
        "mdi6.content-save-plus-outline",
    ),
    ActionSpec(
        "live_close", "Live", "Close stream", ("Ctrl+Shift+W",), "Give the camera free", "mdi6.video-off-outline"
    ),
    ActionSpec("look_tilted", "3-D", "Tilted", ("Ctrl+1",), "From the front, a little from below"),
    ActionSpec("look_front", "3-D", "Front", ("Ctrl+2",), "As the projection sees it; a patient from the front"),
    ActionSpec("look_back", "3-D", "Back", ("Ctrl+3",), "From behind"),
    ActionSpec("look_left", "3-D", "Left", ("Ctrl+4",), "From the left of the picture"),
    ActionSpec("look_right", "3-D", "Right", ("Ctrl+5",), "From the right of the picture"),
    ActionSpec("look_top", "3-D", "Top", ("Ctrl+6",), "From above"),
    ActionSpec("look_bottom", "3-D", "Bottom", ("Ctrl+7",), "From below"),
    ActionSpec(
        "perspective",
        "3-D",
        "Perspective",
        ("Ctrl+Shift+P",),
        "Near things larger; off: every length true to scale",
        "",
        True,
        starts_group=True,
    ),
    ActionSpec(
        "light", "3-D", "Lighting", ("Ctrl+L",), "Shade points by their neighbours, so that relief shows", "", True
    ),
    ActionSpec("clip_box", "3-D", "Clip box", ("Ctrl+B",), "Show only the points inside a box", "", True),
    ActionSpec("value_range", "3-D", "Display range", ("Ctrl+H",), "Histogram with the ends of the colours", "", True),
    ActionSpec("body", "3-D", "Patient's outline", ("Ctrl+J",), "Around the surface of the anomaly", "", True),
    ActionSpec("shortcuts", "Help", "Keyboard and mouse", ("F1", "?"), "All shortcuts", "mdi6.keyboard-outline"),
    ActionSpec(
        "tour",
        "Help",
        "Guided tour",
        ("Shift+F1",),
        "Full-screen demonstration by keyboard; nothing has to be prepared",
        "mdi6.presentation-play",
    ),
    ActionSpec("about", "Help", "About", (), "Versions and the model's facts", "mdi6.information-outline"),
)

MOUSE = (
    ("Wheel", "Zoom; in a volume: next or previous slice"),
    ("Ctrl + wheel", "Zoom in a volume"),
    ("Double click", "One view only, or all; ends an area being measured"),
    ("Drag the end of a measurement", "Move it"),
    ("Arrow keys in a view", "Move the cursor by a pixel, with Shift by ten; in a volume Up and Down change the slice"),
    ("Ctrl + arrow keys in a view", "Move the cursor in a volume"),
    ("Enter in a view", "Set a point of a length or area at the cursor; Backspace takes it back"),
    ("Up and Down in the queue", "Previous and next sample"),
    ("Left drag in 3-D", "Turn; with Shift or the middle button: move; right button: roll; click: pick a point"),
    ("Arrow keys, Page Up and Down, R in 3-D", "Turn, zoom, reset"),
    ("Arrow keys, Home and End in the experts", "Walk the marks of a chart; the line below says what each is"),
    ("Ctrl+Tab in the experts", "Next page; F7 gives the keyboard to the pages' tabs"),
)


def make_actions(parent: QWidget, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """One QAction for every entry of the table, connected to the handler of its name."""
    actions: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(tr(spec.text), parent)
        action.setObjectName(f"action_{spec.name}")
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(tooltip(spec, spec.keys))
        action.setStatusTip("")
        action.setCheckable(spec.is_checkable)
        if spec.icon:
            set_icon(action, spec.icon)
        action.triggered.connect(_without_argument(handlers[spec.name]))
        parent.addAction(action)
        actions[spec.name] = action
    return actions


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], None]:
    def on_triggered(_checked: bool) -> None:
        handler()

    return on_triggered


def tooltip(spec: ActionSpec, keys: tuple[str, ...]) -> str:
    """What it does, and its shortcuts."""
    words = ", ".join(keys)
    told = tr(spec.tip or spec.text)
    return f"{told} ({words})" if words else told
