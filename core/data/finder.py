"""The walk over folders that puts files together to samples and remembers everything it passed over."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from core.data.csv_index import CsvIndex, is_index_csv
from core.data.known_sets import KnownSet, read_known_set
from core.data.layouts import LayoutPlace, is_category, mask_beside, place_of
from core.data.meta_index import find_meta, read_meta
from core.data.naming import (
    DICOM_SUFFIXES,
    IMAGE_SUFFIXES,
    MASK,
    VOLUME_SUFFIXES,
    is_candidate,
    modality_by_content,
    natural_key,
    role_in_name,
    role_of_folder,
    slot_order,
    stem_of,
    suffix_of,
)
from core.data.sample_file import NAME, read_sample_file
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Modality, Problem, Sample, Series

_IGNORED_SUFFIXES = frozenset(
    {".md", ".txt", ".csv", ".json", ".yaml", ".yml", ".html", ".pdf", ".log", ".xml", ".db", ".img", ".raw", ""}
)
_NEAR = 3  # folders above a given one in which a sample.json is looked for
_DEEPEST = 40  # folders below the one that was given
_UNREGISTERED_SETS = ("mulsen",)  # two cameras: the same pixel is not the same place
Roles = dict[Path, tuple[str, str]]  # of each file: its modality (or MASK) and the rest of its name


class Finder:
    """Collects samples, problems and notes over all given paths."""

    def __init__(self, token: CancelToken) -> None:
        self.samples: list[Sample] = []
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.series: list[Series] = []
        self._token = token
        self._csv_cache: dict[Path, CsvIndex] = {}
        self._csv_places: dict[Path, Path | None] = {}  # of each folder, the index in it
        self._csv_above_of: dict[Path, Path | None] = {}  # and the nearest from there up
        self._listed: set[Path] = set()  # files and folders that a sample.json has spoken for

    def problem(self, path: Path, message: str) -> None:
        """Remember what was passed over, and why."""
        self.problems.append(Problem(path, message))

    def add_csv(self, csv_file: Path, below: Path) -> bool:
        """Samples of an index.csv that lie below a folder; whether there were any."""
        index = self._csv(csv_file)
        found = index.below(below)
        self.samples += found
        if below == csv_file.parent:
            self.problems += index.problems
        return bool(found)

    def add_sample_file(self, path: Path, wanted: Callable[[Path], bool]) -> None:
        """What a sample.json says of the files that are wanted; from now on these are spoken for."""
        found = read_sample_file(path)
        self.problems += found.problems
        for sample in found.samples:
            files = {modality: file for modality, file in sample.files.items() if wanted(file)}
            if files and not self._listed & set(files.values()):
                self.samples.append(replace(sample, files=files))
        self._listed |= set(filter(wanted, found.files))

    def add_folder(self, folder: Path) -> None:
        """A data set, or part of one, or any tree of samples."""
        for parent in folder.parents[:_NEAR]:
            if (kept := parent / NAME).is_file():
                self.add_sample_file(kept, lambda path: path.is_relative_to(folder))
        csv_file = self._csv_above(folder)
        if csv_file is None or not self.add_csv(csv_file, folder):
            self._walk(folder, folder)

    def add_files(self, files: list[Path]) -> None:
        """Files that the user gave one by one: one sample if their modalities differ."""
        files = list(dict.fromkeys(_header_of(file) for file in files))
        given = set(files)
        for folder in {parent: None for file in files for parent in file.parents[:_NEAR]}:
            if (kept := folder / NAME).is_file():
                self.add_sample_file(kept, given.__contains__)
        files = [file for file in files if file not in self._listed]
        for place in [file for file in files if _is_dicom_collection(file)]:
            files.remove(place)
            self._add_dicom(place)
        dicom = [file for file in files if _is_dicom(file)]
        folders = {file.parent for file in files}
        if len(dicom) == len(files) > 1 and len(folders) == 1:
            folder = folders.pop()
            self._note(f"The DICOM files are taken as one series: all of {folder.name} is read.")
            self._add_dicom(folder)
            return
        usable = [file for file in files if is_candidate(file) or file in dicom]
        for file in files:
            if file not in usable:
                self.problem(file, f"{file.name} is of no known type.")
        if usable:
            self._group(usable, given_together=True)

    def _walk(self, folder: Path, root: Path) -> None:
        """All samples of a folder and below it, in natural order."""
        self._token.raise_if_cancelled()
        if len(folder.parts) - len(root.parts) > _DEEPEST:
            self.problem(folder, f"{folder.name} lies more than {_DEEPEST} folders deep.")
            return
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: natural_key(entry.name))
        except OSError as exc:
            self.problem(folder, f"{folder.name} cannot be opened: {exc.strerror or 'unreadable'}.")
            return
        entries = [entry for entry in entries if not entry.name.startswith((".", "__"))]
        files = [Path(entry.path) for entry in entries if entry.is_file()]
        folders = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
        if csv_file := next((file for file in files if file.name == "index.csv" and is_index_csv(file)), None):
            self.add_csv(csv_file, folder)
            return
        if kept := next((file for file in files if file.name == NAME), None):
            self.add_sample_file(kept, lambda _path: True)
        if self._listed:
            files = [file for file in files if file not in self._listed]
        if self._add_known(folder):
            return
        by_role = {role: sub for sub in folders if (role := role_of_folder(sub.name))}
        if len(by_role.keys() - {MASK}) >= 2:  # modality folders side by side
            self._merge(folder, by_role)
            folders = [sub for sub in folders if sub not in by_role.values()]
        elif is_category(folder):  # its masks are found from the pictures
            folders = [sub for sub in folders if role_of_folder(sub.name) != MASK]
        self._add_files_of(folder, files)
        for sub in folders:
            self._walk(sub, root)

    def _add_known(self, folder: Path) -> bool:
        """The samples of a folder with a released index or of a known data set; whether it is one."""
        meta = find_meta(folder)
        found = (read_meta(meta, self._token) if meta else None) or read_known_set(folder, self._token)
        if found is not None:
            self.add_known_set(found)
        return found is not None

    def add_known_set(self, found: KnownSet) -> None:
        """Take over what a data set's own index or layout gave."""
        self.samples += [
            replace(sample, is_registered=not sample.set_name.lower().startswith(_UNREGISTERED_SETS))
            for sample in found.samples
        ]
        self.problems += found.problems
        for note in found.notes:
            self._note(note)

    def _add_files_of(self, folder: Path, files: list[Path]) -> None:
        dicom: list[Path] = []
        usable: list[Path] = []
        for file in files:
            self._token.raise_if_cancelled()
            if is_candidate(file) and suffix_of(file) not in DICOM_SUFFIXES:
                usable.append(file)
            elif _is_dicom(file):
                dicom.append(file)
        found = set(dicom)
        self._unknown_types(folder, [file for file in files if file not in found])
        if dicom and folder not in self._listed:
            self._add_dicom(folder)
        if usable:
            self._group(usable, given_together=False)

    def _add_dicom(self, place: Path) -> None:
        """The series of a folder, DICOMDIR or zip as samples, with what each is in words."""
        from core.data.dicom_index import samples_of  # brings pydicom; only DICOM needs it

        try:
            found = samples_of(place, self._token)
        except SampleReadError as error:
            self.problem(error.path or place, error.sentence())
            return
        self.problems += found.problems
        self.series += found.series
        for note in found.notes:
            self._note(note)
        for sample in found.samples:
            before = len(self.samples)
            self._add_sample(next(iter(sample.files.values())), dict(sample.files), sample.sample_id)
            for index in range(before, len(self.samples)):
                self.samples[index] = replace(self.samples[index], parts=sample.parts)

    def _unknown_types(self, folder: Path, files: Iterable[Path]) -> None:
        """One problem for each kind of file in a folder that no reader knows."""
        suffixes = [suffix_of(file) for file in files if not is_candidate(file)]
        for suffix, count in sorted(Counter(suffixes).items()):
            if suffix not in _IGNORED_SUFFIXES | DICOM_SUFFIXES:
                files_are = f"{count} {suffix} files are" if count > 1 else f"One {suffix} file is"
                self.problem(folder, f"{files_are} of no known type in {folder.name}.")

    def _group(self, files: list[Path], given_together: bool) -> None:
        """Put the files of one folder (or one hand) together to samples by what their names share."""
        roles: Roles = {file: role_in_name(file) for file in files}
        is_sample_folder = any(role and not rest for role, rest in roles.values())
        for file, (role, rest) in roles.items():
            self._token.raise_if_cancelled()
            stem = stem_of(file)
            if not role and is_sample_folder and suffix_of(file) in IMAGE_SUFFIXES and stem.isidentifier():
                roles[file] = (stem.lower(), "")  # a sensor without facts of its own, as in "polarisation.png"
            elif not role and _is_dicom(file):
                roles[file] = (_dicom_modality(file), rest)
            elif not role:
                role, note = modality_by_content(file)
                roles[file] = (role, rest)
                self._note(note)
        is_one = given_together or _is_study(roles)
        if is_one and len({role for role, _ in roles.values()}) < len(roles):
            is_one = False
            self._note("Several files are of the same modality: they are taken as several samples.")
        groups: dict[tuple[Path, str], dict[Modality, Path]] = {}
        for file, (role, rest) in roles.items():
            key = (files[0].parent, "") if is_one else (file.parent, rest)
            if role in groups.get(key, {}):
                key = (file.parent, file.name)
            groups.setdefault(key, {})[role] = file
        for members in groups.values():
            self._add_group(members, {roles[file][1] for file in members.values()})

    def _add_group(self, members: dict[Modality, Path], rests: set[str]) -> None:
        """One sample from files by modality; `rests` is what their names say besides the modality."""
        mask = members.get(MASK)
        files = {role: path for role, path in members.items() if role != MASK}
        if not files:
            self.problem(members[MASK], f"{members[MASK].name} is a mask without a picture.")
            return
        first = next(iter(files.values()))
        if rests == {""}:  # named by modality alone: the folder is the sample
            self._add_sample(first.parent, files, first.parent.name, mask)
        else:
            self._add_sample(first, files, rests.pop() if len(rests) == 1 else stem_of(first), mask, is_shared=True)

    def _merge(self, folder: Path, by_role: dict[str, Path]) -> None:
        """Folders of one modality each, side by side, with files of the same names: rgb/000.png, xyz/000.tiff."""
        groups: dict[str, dict[Modality, Path]] = {}
        for role, sub in by_role.items():
            for directory, folders, names in os.walk(sub):
                self._token.raise_if_cancelled()
                folders.sort(key=natural_key)
                files = [Path(directory, name) for name in names]
                self._unknown_types(Path(directory), files)
                for file in filter(is_candidate, files):
                    if file in self._listed:
                        continue
                    key, is_mask = _merge_key((file.parent / stem_of(file)).relative_to(sub))
                    groups.setdefault(key, {}).setdefault(MASK if is_mask else role, file)
        for key in sorted(groups, key=natural_key):
            mask = groups[key].pop(MASK, None)
            if groups[key]:
                self._add_sample(folder / key, groups[key], Path(key).name, mask)

    def _add_sample(
        self, path: Path, files: dict[Modality, Path], name: str, mask: Path | None = None, *, is_shared: bool = False
    ) -> None:
        """One sample, with what an index.csv or a layout up the tree tells of it.

        Args:
            path: The file or folder that is the sample (with modality folders: what their files have in common).
            files: Its files by modality, in any order.
            name: What to call it outside of data sets.
            mask: Its ground truth, where already known.
            is_shared: The folder holds other samples too: no mask in it belongs to this one.
        """
        first = next(iter(files.values()))
        ordered = {role: files[role] for role in sorted(files, key=slot_order)}
        csv_file = self._csv_above(first.parent)
        known = self._csv(csv_file).sample_of(first) if csv_file else None
        if known is not None:
            self.samples.append(replace(known, files=ordered))
            return
        sample = Sample(name, ordered, mask_file=mask or (None if is_shared else mask_beside(first)))
        place = place_of(path)
        self.samples.append(_placed(sample, place) if place else sample)

    def _note(self, note: str) -> None:
        if note and note not in self.notes:
            self.notes.append(note)

    def _csv(self, csv_file: Path) -> CsvIndex:
        if csv_file not in self._csv_cache:
            self._csv_cache[csv_file] = CsvIndex.read(csv_file, _UNREGISTERED_SETS, self._token)
        return self._csv_cache[csv_file]

    def _csv_above(self, folder: Path) -> Path | None:
        """The nearest index.csv in a folder or up to eight levels above it."""
        if folder not in self._csv_above_of:
            above = itertools.islice(folder.parents, 8)
            self._csv_above_of[folder] = next(
                (file for place in (folder, *above) if (file := self._csv_in(place))), None
            )
        return self._csv_above_of[folder]

    def _csv_in(self, folder: Path) -> Path | None:
        if folder not in self._csv_places:
            file = folder / "index.csv"
            is_told = file in self._csv_cache or (file.is_file() and is_index_csv(file))
            self._csv_places[folder] = file if is_told else None
        return self._csv_places[folder]


def _is_study(roles: Roles) -> bool:
    """Whether the files of a folder are volumes of one patient, all with their sequence in the name."""
    pictures = [file for file, (role, _) in roles.items() if role != MASK]
    return bool(pictures) and all(suffix_of(file) in VOLUME_SUFFIXES and role_in_name(file)[0] for file in pictures)


def _merge_key(relative: Path) -> tuple[str, bool]:
    """What names a sample below a modality's folder, and whether it is a mask: GT/crack/0 belongs to test/crack/0."""
    top, *rest = relative.parts
    is_mask = bool(rest) and role_of_folder(top) == MASK
    return (str(Path("test", *rest)) if is_mask else str(relative)), is_mask


def _is_dicom(file: Path) -> bool:
    """By extension, or by content where DICOM files commonly have none or a number for one."""
    suffix = suffix_of(file)
    if file.name.upper().startswith("DICOMDIR"):  # a list of files, not a picture
        return False
    if suffix in DICOM_SUFFIXES:
        return True
    if suffix and not suffix[1:].isdecimal():
        return False
    from core.data.dicom_files import is_dicom  # rarely needed

    return is_dicom(file)


def _header_of(file: Path) -> Path:
    """The .hdr of an Analyze pair where its .img was given; every other file as it is."""
    header = file.with_suffix(".hdr")
    return header if file.suffix.lower() == ".img" and header.is_file() else file


def _is_dicom_collection(file: Path) -> bool:
    return file.name.upper().startswith("DICOMDIR") or file.suffix.lower() == ".zip"


def _dicom_modality(file: Path) -> Modality:
    from core.data.dicom_files import DicomFile
    from core.data.dicom_header import read_header

    try:
        return read_header(DicomFile(file)).modality
    except SampleReadError:
        return "ct"  # the reader will say what is wrong with the file


def _placed(sample: Sample, place: LayoutPlace) -> Sample:
    """A sample with what its place in a data-set layout tells."""
    parts = [place.category, place.split, place.defect, *place.rest]
    return replace(
        sample,
        sample_id="/".join(part for part in parts if part),
        category=place.category,
        set_name=place.set_name,
        split=place.split,
        defect=place.defect,
        is_anomalous=None if not place.defect else place.defect != "good",
        mask_file=sample.mask_file or place.mask_file,
        is_registered=not place.set_name.lower().startswith(_UNREGISTERED_SETS),
    )
