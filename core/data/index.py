"""Files and folders to samples, by index.csv, by data-set layout, by folder or by name. Reads no pixels."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.data.layouts import CsvIndex, LayoutPlace, is_index_csv, place_of
from core.data.naming import (
    IMAGE_SUFFIXES,
    DICOM_SUFFIXES,
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
from core.errors import SampleIndexError
from core.progress import CancelToken
from core.records import Modality, Problem, Sample, SampleIndex

_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", "dicomdir", "license", "readme", "__macosx"})
_IGNORED_SUFFIXES = frozenset({".md", ".txt", ".csv", ".json", ".yaml", ".yml", ".html", ".pdf", ".log", ".xml", ""})
_UNREGISTERED_SETS = ("mulsen",)  # two cameras: the same pixel is not the same place


def index_paths(paths: Sequence[Path], token: CancelToken) -> SampleIndex:
    """Find the samples in files and folders.

    Several files given together are one sample unless two of them are of the same modality. Whatever cannot be used
    is listed in `problems`. Raises SampleIndexError when nothing is usable.
    """
    finder = _Finder(token)
    files: list[Path] = []
    for given in paths:
        path = Path(os.path.abspath(given))
        try:
            if path.is_dir():
                finder.add_folder(path)
            elif not path.exists():
                finder.problem(path, f"{path.name} does not exist.")
            elif is_index_csv(path):
                finder.add_csv(path, path.parent)
            else:
                files.append(path)
        except OSError as exc:
            finder.problem(path, f"{path.name} cannot be opened: {exc.strerror or 'unreadable'}.")
    finder.add_files(files)
    if not finder.samples:
        raise _nothing_found(paths, finder.problems)
    return SampleIndex(_with_unique_ids(finder.samples), tuple(finder.problems), tuple(finder.notes))


class _Finder:
    """Collects samples, problems and notes over all given paths."""

    def __init__(self, token: CancelToken) -> None:
        self.samples: list[Sample] = []
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self._token = token
        self._csv_cache: dict[Path, CsvIndex | None] = {}

    def problem(self, path: Path, message: str) -> None:
        """Remember what was passed over, and why."""
        self.problems.append(Problem(path, message))

    def add_csv(self, csv_file: Path, below: Path) -> bool:
        """Samples of an index.csv that lie below a folder; whether there were any."""
        index = self._csv(csv_file)
        if index is None:
            return False
        found = index.below(below)
        self.samples += found
        if below == csv_file.parent:
            self.problems += index.problems
        return bool(found)

    def add_folder(self, folder: Path) -> None:
        """A data set, or part of one, or any tree of samples."""
        csv_file = self._csv_above(folder)
        if csv_file and self.add_csv(csv_file, folder):
            return
        self._walk(folder, folder)

    def add_files(self, files: list[Path]) -> None:
        """Files that the user gave one by one: one sample if their modalities differ."""
        if not files:
            return
        dicom = [file for file in files if self._is_dicom(file)]
        if dicom and len(dicom) == len(files) and len(files) > 1 and len({file.parent for file in files}) == 1:
            self.notes.append(f"The DICOM files are taken as one series: all of {files[0].parent.name} is read.")
            self._add_sample(files[0].parent, self._dicom_files(files[0].parent, files), files[0].parent.name)
            return
        usable = []
        for file in files:
            if is_candidate(file) or file in dicom:
                usable.append(file)
            else:
                self.problem(file, f"{file.name} is of no known type.")
        self._group(usable, given_together=True)

    def _walk(self, folder: Path, root: Path) -> None:
        """All samples of a folder and below it, in natural order."""
        self._token.raise_if_cancelled()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: natural_key(entry.name))
        except OSError as exc:
            self.problem(folder, f"{folder.name} cannot be opened: {exc.strerror or 'unreadable'}.")
            return
        files = [Path(e.path) for e in entries if e.is_file() and not e.name.startswith(".")]
        folders = [
            Path(e.path) for e in entries if e.is_dir(follow_symlinks=False) and not e.name.startswith((".", "__"))
        ]
        if folder != root and (csv_file := next((f for f in files if is_index_csv(f)), None)):
            self.add_csv(csv_file, folder)
            return
        by_role = {role: sub for sub in folders if (role := role_of_folder(sub.name))}
        if len([role for role in by_role if role != MASK]) >= 2:  # modality folders side by side
            self._merge(folder, by_role)
            folders = [sub for sub in folders if sub not in by_role.values()]
        self._add_files_of(folder, files)
        for sub in folders:
            if (
                place_of(sub / "x") is None
                or not place_of(sub / "x", ground_truth_is_split=True)
                or (sub.name.lower() not in ("ground_truth", "gt"))
            ):
                self._walk(sub, root)

    def _add_files_of(self, folder: Path, files: list[Path]) -> None:
        dicom, usable, unknown = [], [], Counter[str]()
        for file in files:
            suffix = suffix_of(file)
            if is_candidate(file) and suffix not in DICOM_SUFFIXES:
                usable.append(file)
            elif self._is_dicom(file):
                dicom.append(file)
            elif suffix not in _IGNORED_SUFFIXES | DICOM_SUFFIXES and file.name.lower() not in _IGNORED_NAMES:
                unknown[suffix] += 1
        for suffix, count in sorted(unknown.items()):
            self.problem(folder, f"{count} {suffix} file{'s' if count > 1 else ''} in {folder.name}: not a known type.")
        if dicom:
            place = folder if len(dicom) > 1 else dicom[0]
            self._add_sample(place, self._dicom_files(place, dicom), folder.name)
        self._group(usable, given_together=False)

    def _group(self, files: list[Path], given_together: bool) -> None:
        """Put the files of one folder (or one hand) together to samples by what their names share."""
        if not files:
            return None
        roles = {file: role_in_name(file) for file in files}
        spelled = [file for file in files if roles[file][0] and roles[file][0] != MASK]
        is_sample_folder = any(not rest for role, rest in roles.values() if role)
        groups: dict[str, dict[Modality, Path]] = {}
        names: dict[str, list[Path]] = {}
        together = given_together or self._is_study(files, roles)
        for file in files:
            role, rest = roles[file]
            if (
                not role
                and is_sample_folder
                and spelled
                and stem_of(file).isidentifier()
                and suffix_of(file) in IMAGE_SUFFIXES
            ):
                role, rest = stem_of(file).lower(), ""  # a sensor without facts of its own, as in "polarisation.png"
            if not role:
                role, note = self._by_content(file)
                if note and note not in self.notes:
                    self.notes.append(note)
            key = "" if together else rest
            if role in groups.get(key, {}):
                if together:  # several of one kind are several samples, not one
                    if given_together:
                        self.notes.append("Several files are of the same modality: each group of one name is a sample.")
                    return self._group_by_name(files, roles)
                key = file.name
            groups.setdefault(key, {})[role] = file
            names.setdefault(key, []).append(file)
        for key, members in groups.items():
            self._add_group(members, key)
        return None

    def _group_by_name(self, files: list[Path], roles: dict[Path, tuple[str, str]]) -> None:
        groups: dict[tuple[Path, str], dict[Modality, Path]] = {}
        for file in files:
            role, rest = roles[file]
            role = role or self._by_content(file)[0]
            key = (file.parent, rest)
            if role in groups.get(key, {}):
                key = (file.parent, file.name)
            groups.setdefault(key, {})[role] = file
        for (_, rest), members in groups.items():
            self._add_group(members, rest)

    def _add_group(self, members: dict[Modality, Path], key: str) -> None:
        mask = members.get(MASK)
        files = {role: path for role, path in members.items() if role != MASK}
        if not files:
            self.problem(
                next(iter(members.values())), f"{next(iter(members.values())).name} is a mask without a picture."
            )
            return
        first = next(iter(files.values()))
        is_whole_folder = key == "" and len({path.parent for path in files.values()}) == 1
        if len(files) == 1 and key == "":
            name = first.parent.name if stem_of(first).lower() in files else stem_of(first)
        else:
            name = first.parent.name if is_whole_folder else stem_of(Path(key)) if key in first.name else key
        self._add_sample(first if not is_whole_folder else first.parent, files, name, mask)

    def _merge(self, folder: Path, by_role: dict[str, Path]) -> None:
        """Folders of one modality each, side by side, with files of the same names: rgb/000.png, xyz/000.tiff."""
        groups: dict[str, dict[Modality, Path]] = {}
        for role, sub in by_role.items():
            for directory, folders, names in os.walk(sub):
                self._token.raise_if_cancelled()
                folders.sort(key=natural_key)
                unknown = Counter[str]()
                for name in names:
                    file = Path(directory, name)
                    if is_candidate(file):
                        groups.setdefault(str((file.parent / stem_of(file)).relative_to(sub)), {})[role] = file
                    elif suffix_of(file) not in _IGNORED_SUFFIXES:
                        unknown[suffix_of(file)] += 1
                for suffix, count in sorted(unknown.items()):
                    self.problem(
                        Path(directory), f"{count} {suffix} files in {Path(directory).name}: not a known type."
                    )
        masks = {key: members.get(MASK) for key, members in groups.items()}
        for key in sorted(groups, key=natural_key):
            files = {role: path for role, path in groups[key].items() if role != MASK}
            if files:
                relative = Path(key)
                self._add_sample(folder / relative, files, relative.name, masks[key], virtual=folder / relative)

    def _add_sample(
        self, path: Path, files: dict[Modality, Path], name: str, mask: Path | None = None, virtual: Path | None = None
    ) -> None:
        """One sample, with what an index.csv or a layout up the tree tells of it."""
        first = next(iter(files.values()))
        ordered = {role: files[role] for role in sorted(files, key=slot_order)}
        csv_file = self._csv_above(first.parent)
        index = self._csv(csv_file) if csv_file else None
        known = index.sample_of(first) if index else None
        if known is not None:
            self.samples.append(replace(known, files=ordered))
            return
        place = place_of(virtual or path)
        sample = Sample(name, ordered, mask_file=mask)
        if place is not None:
            sample = _placed(sample, place, mask)
        self.samples.append(sample)

    def _is_study(self, files: list[Path], roles: dict[Path, tuple[str, str]]) -> bool:
        """Whether a folder's files are the different sequences of one patient."""
        volumes = [file for file in files if suffix_of(file) in VOLUME_SUFFIXES and roles[file][0] != MASK]
        kinds = [roles[file][0] for file in volumes]
        masks = sum(roles[file][0] == MASK for file in files)
        return len(volumes) >= 1 and len(volumes) + masks == len(files) and all(kinds) and len(set(kinds)) == len(kinds)

    def _by_content(self, file: Path) -> tuple[Modality, str]:
        if self._is_dicom(file):
            return next(iter(self._dicom_files(file, [file]))), ""
        return modality_by_content(file)

    def _is_dicom(self, file: Path) -> bool:
        if suffix_of(file) not in {"", *DICOM_SUFFIXES} and not suffix_of(file)[1:].isdecimal():
            return False
        from core.data.dicom import is_dicom

        if file.name.upper().startswith("DICOMDIR"):  # a list of files, not a picture
            return False
        return is_dicom(file) or suffix_of(file) in DICOM_SUFFIXES

    def _dicom_files(self, place: Path, files: list[Path]) -> dict[Modality, Path]:
        from core.data.dicom import modality_of_dicom
        from core.errors import SampleReadError

        try:
            return {modality_of_dicom(files[0]): place}
        except SampleReadError:
            return {"ct": place}  # the reader will say what is wrong with the file

    def _csv(self, csv_file: Path) -> CsvIndex | None:
        if csv_file not in self._csv_cache:
            self._csv_cache[csv_file] = CsvIndex.read(csv_file, _UNREGISTERED_SETS, self._token)
        return self._csv_cache[csv_file]

    def _csv_above(self, folder: Path) -> Path | None:
        """The nearest index.csv in a folder or up to eight levels above it."""
        for parent in (folder, *list(folder.parents)[:8]):
            csv_file = parent / "index.csv"
            if csv_file in self._csv_cache or (csv_file.is_file() and is_index_csv(csv_file)):
                return csv_file
        return None


def _placed(sample: Sample, place: LayoutPlace, mask: Path | None) -> Sample:
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
        mask_file=mask or place.mask_file,
        is_registered=not place.set_name.lower().startswith(_UNREGISTERED_SETS),
    )


def _with_unique_ids(samples: list[Sample]) -> tuple[Sample, ...]:
    """Make every sample id unique: by the data set's name, then by the folder, then by a number."""
    counts = Counter(sample.sample_id for sample in samples)
    unique: list[Sample] = []
    used: set[str] = set()
    for sample in samples:
        name = sample.sample_id
        if counts[name] > 1:
            folder = next(iter(sample.files.values())).parent
            prefix = sample.set_name or (folder.name if folder.name != name else folder.parent.name)
            name = f"{prefix}/{name}" if prefix else name
        base, number = name, 2
        while name in used:
            name, number = f"{base} ({number})", number + 1
        used.add(name)
        unique.append(sample if name == sample.sample_id else replace(sample, sample_id=name))
    return tuple(unique)


def _nothing_found(paths: Sequence[Path], problems: list[Problem]) -> SampleIndexError:
    hint = "Give images, point clouds, volumes or a DICOM folder."
    if not paths:
        return SampleIndexError("No file or folder was given.", hint=hint)
    path = Path(paths[0])
    if problems:
        more = f" ({len(problems) - 1} more problems)" if len(problems) > 1 else ""
        return SampleIndexError(problems[0].message + more, hint=hint, path=problems[0].path)
    return SampleIndexError(f"{path.name or path} holds nothing that can be inspected.", hint=hint, path=path)
