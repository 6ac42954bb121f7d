"""Regions as a DICOM structured report (TID 1500) that measures the segments of a DICOM Segmentation beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.records import Region, View
from core.region_rules import RegionRules
from core.regions import labelled
from core.standards import (
    PRODUCT,
    ExportError,
    Map,
    labels_on_slices,
    object_facts,
    save_dicom,
    segmentation,
    series_of,
    without_patient,
)

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

SCHEME = "99UNIMMAD"  # of the codes that no standard has
DEVICE_UID = "2.25.201794315882610487264908176592038471265"  # of this program as an observer


def write_structured_report(
    path: Path,
    values: Map,
    view: View,
    source: Path,
    threshold: float,
    model_name: str,
    *,
    names: bool = False,
    rules: RegionRules | None = None,
) -> Path:
    """Write the report to `path` and the segmentation that it refers to beside it (`a.sr.seg.dcm` for `a.sr.dcm`).

    Args:
        values: [D, H, W] the anomaly map of `view`.
        source: Folder of the DICOM series that the view was read from.
        threshold: Map value from which voxels make a region.
        names: Whether the patient's name, number and dates go along; the study they belong to always does.

    Raises:
        ExportError: No region, a picture, or no DICOM source. StorageError: cannot be written.
    """
    slices = series_of(source)
    labels, regions = labelled(values, threshold, view.spacing_mm, rules)
    if not regions:
        raise ExportError("Nothing of the map reaches the threshold: there is no region to report.")
    planes = labels_on_slices(labels, view, slices)
    kept = [rank for rank in range(1, len(regions) + 1) if (planes == rank).any()]
    if not kept:
        raise ExportError("No region lies on the slices of the source series.")
    numbered = np.zeros_like(planes)
    for number, rank in enumerate(kept, 1):
        numbered[planes == rank] = number
    shown = [regions[rank - 1] for rank in kept]
    seg = segmentation(slices, numbered, [f"Region {number}" for number in range(1, len(kept) + 1)], model_name)
    report = _report(slices, seg, shown, model_name)
    for made in (seg, report):
        if not names:
            without_patient(made)
    save_dicom(path.with_name(f"{path.name.removesuffix('.dcm')}.seg.dcm"), seg)  # a.seg.dcm is another format's
    return save_dicom(path, report)


def _report(slices: Sequence[Dataset], seg: Dataset, regions: Sequence[Region], model_name: str) -> Dataset:
    from highdicom import UID, sr
    from pydicom.sr.codedict import codes
    from pydicom.sr.coding import Code

    observer = sr.DeviceObserverIdentifyingAttributes(
        uid=DEVICE_UID, name=PRODUCT, manufacturer_name=PRODUCT, model_name=model_name
    )
    context = sr.ObservationContext(observer_device_context=sr.ObserverContext(codes.DCM.Device, observer))
    algorithm = sr.AlgorithmIdentification(name="UniMMAD", version=model_name)
    groups = [
        sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=sr.TrackingIdentifier(uid=UID(), identifier=f"Region {number}"),
            referenced_segment=sr.ReferencedSegment.from_segmentation(seg, segment_number=number),
            finding_type=Code("52988006", "SCT", "Lesion"),
            algorithm_id=algorithm,
            measurements=_measurements(region),
        )
        for number, region in enumerate(regions, 1)
    ]
    computed = Code("363679005", "SCT", "Imaging procedure")
    content = sr.MeasurementReport(
        observation_context=context,
        procedure_reported=computed,
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
    )
    facts = object_facts()
    return sr.Comprehensive3DSR(
        evidence=[*slices, seg],
        content=content,
        series_number=902,
        series_instance_uid=facts["series_instance_uid"],
        sop_instance_uid=facts["sop_instance_uid"],
        instance_number=1,
        manufacturer=facts["manufacturer"],
        is_complete=True,
        is_verified=False,
        series_description="Anomaly regions (not for diagnosis)",
    )


def _measurements(region: Region) -> list[Any]:  # Any: highdicom's own class
    from highdicom import sr
    from pydicom.sr.coding import Code

    none = Code("1", "UCUM", "no units")
    wanted = [
        (Code("118565006", "SCT", "Volume"), region.volume_mm3, Code("mm3", "UCUM", "cubic millimeter")),
        (Code("81827009", "SCT", "Diameter"), region.length_mm, Code("mm", "UCUM", "millimeter")),
        (Code("peak-score", SCHEME, "Largest anomaly score"), region.peak, none),
        (Code("mean-score", SCHEME, "Mean anomaly score"), region.mean, none),
    ]
    return [
        sr.Measurement(name=name, value=float(value), unit=unit) for name, value, unit in wanted if value is not None
    ]
