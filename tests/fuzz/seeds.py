"""Small good files of every format, made here, and the fixtures beside the project where they are present."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import laspy
import nibabel
import numpy as np
import OpenEXR
import SimpleITK as sitk
import tifffile
from PIL import Image
from pydicom.data import get_testdata_file
from pydicom.uid import JPEG2000Lossless, JPEGLSLossless, RLELossless

from tests.core.data.test_cloud_formats import FACES, OBJ, save_las, stl, text_stl
from tests.core.data.test_clouds import PCD, PLY, PLY_COLOURS
from tests.core.data.test_dicom import write_slice
from tests.core.data.test_dicom_series import write_directory
from tests.core.data.test_image_formats import pfm
from tests.core.data.test_raw_and_e57 import write_dng, write_e57

FIXTURES = Path(__file__).parents[3] / "shared/data/volumes/fixtures"
RANDOM = np.random.default_rng(0)
GREY = RANDOM.integers(0, 256, (24, 31), np.uint8)
COLOUR = RANDOM.integers(0, 256, (24, 31, 3), np.uint8)
DEEP = RANDOM.integers(0, 65536, (24, 31)).astype(np.uint16)
FLOAT = RANDOM.uniform(200, 300, (24, 31)).astype(np.float32)
POINTS = RANDOM.uniform(0, 60, (200, 3)).astype(np.float32)
VOLUME = RANDOM.integers(-1000, 1000, (6, 9, 8)).astype(np.int16)
AFFINE = np.diag([-2.0, -2.0, 3.0, 1.0])


@dataclass(frozen=True)
class Seed:
    """Good files that lie together; one of them is damaged, one is opened."""

    format: str
    files: dict[str, bytes]
    damaged: str
    opened: str
    is_gzip: bool = False  # damage what was packed, too
    is_complete: bool = True  # False: it lists files that are not here


def all_seeds() -> list[Seed]:
    """Every seed, in a fixed order."""
    with TemporaryDirectory() as folder:
        return [
            *_images(Path(folder)),
            *_clouds(Path(folder)),
            *_volumes(Path(folder)),
            *_dicom(Path(folder)),
            *_lists(),
        ]


FORMATS = (
    *(
        "png",
        "jpeg",
        "bmp",
        "webp",
        "gif",
        "tiff",
        "exr",
        "camera raw",
        "pfm",
        "depth png",
        "sidecar",
        "npy",
        "organised tiff",
    ),
    *("text cloud", "ply", "pcd", "las", "laz", "e57", "stl", "obj", "nifti", "analyze", "mgh", "nrrd", "mha"),
    *("detached nhdr", "detached mhd", "dicom", "dicom RLE", "dicom JPEG-LS", "dicom JPEG 2000", "dicom JPEG"),
    *("dicom enhanced", "dicomdir", "zip", "index.csv", "sample.json"),
)


def _written(folder: Path, name: str, write: Callable[[Path], object]) -> bytes:
    path = folder / name
    write(path)
    return path.read_bytes()


def _alone(kind: str, name: str, data: bytes) -> Seed:
    return Seed(kind, {name: data}, name, name, name.endswith((".gz", ".mgz")))


def _picture(pixels: np.ndarray, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def _tiff(pixels: np.ndarray, **options: object) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, pixels, **options)
    return buffer.getvalue()


def _exr(path: Path, **planes: np.ndarray) -> None:
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    with OpenEXR.File(header, planes) as file:
        file.write(str(path))


def _images(folder: Path) -> Iterator[Seed]:
    exif = Image.Exif()
    exif[274] = 6
    yield _alone("png", "rgb.png", _picture(COLOUR, "PNG"))
    yield _alone("png", "grey.png", cv2.imencode(".png", DEEP)[1].tobytes())
    yield _alone("png", "rgb.png", cv2.imencode(".png", np.dstack([DEEP] * 3))[1].tobytes())
    yield _alone("jpeg", "rgb.jpg", _picture(COLOUR, "JPEG", exif=exif))
    yield _alone("jpeg", "grey.jpg", _picture(GREY, "JPEG", progressive=True))
    yield _alone("bmp", "rgb.bmp", _picture(COLOUR, "BMP"))
    yield _alone("webp", "rgb.webp", _picture(COLOUR, "WEBP", lossless=True))
    yield _alone("webp", "rgb.webp", _picture(COLOUR, "WEBP"))
    yield _alone("gif", "grey.gif", _picture(GREY, "GIF", save_all=True, append_images=[Image.fromarray(GREY)]))
    yield _alone("tiff", "rgb.tiff", _tiff(COLOUR))
    yield _alone("tiff", "grey.tiff", _tiff(DEEP, tile=(16, 16), compression="zlib"))
    yield _alone("tiff", "grey.tiff", _tiff(np.stack([FLOAT, FLOAT]), bigtiff=True))
    yield _alone("tiff", "grey.tiff", cv2.imencode(".tiff", DEEP, [cv2.IMWRITE_TIFF_COMPRESSION, 5])[1].tobytes())
    yield _alone("exr", "rgb.exr", _written(folder, "rgb.exr", lambda path: _exr(path, RGB=COLOUR / np.float32(255))))
    yield _alone("exr", "depth.exr", _written(folder, "z.exr", lambda path: _exr(path, Z=FLOAT)))
    yield _alone("camera raw", "rgb.dng", _written(folder, "a.dng", lambda path: write_dng(path, DEEP)))
    yield _alone("pfm", "depth.pfm", pfm(FLOAT))
    yield _alone("depth png", "depth.png", cv2.imencode(".png", DEEP)[1].tobytes())
    facts = b'{"unit": "mm", "scale": 0.1, "spacing_mm": [1, 1], "remove_background_plane_mm": 2}'
    yield Seed(
        "sidecar",
        {"depth.png": cv2.imencode(".png", DEEP)[1].tobytes(), "depth.json": facts},
        "depth.json",
        "depth.png",
    )
    calibration = b"cam0=[1000.5 0 300; 0 1000.5 200; 0 0 1]\ndoffs=20\nbaseline=120.0\n"
    yield Seed("sidecar", {"disp0.pfm": pfm(FLOAT), "calib.txt": calibration}, "calib.txt", "disp0.pfm")


def _npy(values: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values)
    return buffer.getvalue()


def _clouds(folder: Path) -> Iterator[Seed]:
    rows = "".join("{:g} {:g} {:g}\n".format(*row) for row in POINTS)
    yield _alone("npy", "depth.npy", _npy(FLOAT))
    yield _alone("npy", "cloud.npy", _npy(POINTS))
    yield _alone("organised tiff", "xyz.tiff", _tiff(np.dstack([FLOAT] * 3), photometric="rgb"))
    yield _alone("text cloud", "cloud.xyz", rows.encode())
    yield _alone("text cloud", "cloud.csv", b"x,y,z\n" + rows.replace(" ", ",").encode())
    coloured = np.zeros(3, [("p", "<f4", 3), ("c", "u1", 3)])
    coloured["p"] = POINTS[:3]
    yield _alone("ply", "a.ply", PLY.format("binary_little_endian", PLY_COLOURS).encode() + coloured.tobytes())
    yield _alone("ply", "a.ply", PLY.format("ascii", "").encode() + "".join(rows.splitlines(True)[:3]).encode())
    packed = np.zeros(3, [("p", "<f4", 3), ("rgb", "<u4")])
    packed["p"] = POINTS[:3]
    yield _alone("pcd", "a.pcd", PCD.format("binary").encode() + packed.tobytes())
    yield _alone("pcd", "a.pcd", PCD.format("binary_compressed").encode() + _compressed(packed))
    for name in ("a.las", "a.laz"):
        data = _written(folder, name, lambda path: save_las(path, POINTS.astype(float), np.full((200, 3), 9)))
        yield _alone(name[2:], name, data)
    yield _alone("e57", "a.e57", _written(folder, "a.e57", lambda path: write_e57(path, POINTS, (1, 2, 3))))
    assert laspy.__version__
    yield _alone("stl", "a.stl", stl(FACES))
    yield _alone("stl", "a.stl", text_stl(FACES))
    yield _alone("obj", "a.obj", (OBJ + "f 1 2 3 4\n").encode())


def _compressed(rows: np.ndarray) -> bytes:
    """The body of a compressed PCD: fields one after the other, as LZF literals."""
    plain = b"".join(np.ascontiguousarray(rows["p"][:, axis]).tobytes() for axis in range(3)) + rows["rgb"].tobytes()
    body = b"".join(bytes([len(part) - 1]) + part for part in (plain[at : at + 32] for at in range(0, len(plain), 32)))
    return len(body).to_bytes(4, "little") + len(plain).to_bytes(4, "little") + body


def _volumes(folder: Path) -> Iterator[Seed]:
    for name in ("ct.nii", "ct.nii.gz"):
        image = nibabel.Nifti1Image(VOLUME, AFFINE)
        yield _alone("nifti", name, _written(folder, name, lambda path, image=image: nibabel.save(image, path)))
    second = nibabel.Nifti2Image(np.stack([VOLUME, VOLUME], axis=3), AFFINE)
    yield _alone("nifti", "t1.nii", _written(folder, "b.nii", lambda path: nibabel.save(second, path)))
    nibabel.save(nibabel.Nifti1Pair(VOLUME, AFFINE), folder / "t1.hdr")
    pair = {name: (folder / name).read_bytes() for name in ("t1.hdr", "t1.img")}
    yield Seed("analyze", pair, "t1.hdr", "t1.hdr")
    for name in ("t1.mgh", "t1.mgz"):
        image = nibabel.MGHImage(VOLUME, AFFINE)
        yield _alone("mgh", name, _written(folder, name, lambda path, image=image: nibabel.save(image, path)))
    image = sitk.GetImageFromArray(VOLUME)
    for name, packed in (("ct.nrrd", False), ("ct.nrrd", True), ("ct.mha", False), ("ct.mha", True)):
        data = _written(folder, name, lambda path, packed=packed: sitk.WriteImage(image, str(path), packed))
        yield _alone(name[3:], name, data)
    for head, body in (("ct.nhdr", "ct.raw"), ("ct.mhd", "ct.raw")):
        sitk.WriteImage(image, str(folder / head))
        yield Seed(f"detached {head[3:]}", {name: (folder / name).read_bytes() for name in (head, body)}, head, head)


def _dicom(folder: Path) -> Iterator[Seed]:
    packed = {"RLE": RLELossless, "JPEG-LS": JPEGLSLossless, "JPEG 2000": JPEG2000Lossless}
    values = {"Rows": 64, "Columns": 64, "PixelData": np.arange(4096, dtype=np.uint16).tobytes()}
    plain = {f"{n}.dcm": write_slice(folder / "plain", f"{n}.dcm", 2.0 * n, n).read_bytes() for n in range(3)}
    yield Seed("dicom", plain, "1.dcm", ".")
    for name, syntax in packed.items():
        data = write_slice(folder / name, "a.dcm", 0, syntax=syntax, **values).read_bytes()
        yield _alone(f"dicom {name}", "a.dcm", data)
    for name in ("SC_rgb_jpeg.dcm", "JPGExtended.dcm"):
        if path := get_testdata_file(name, download=False):
            yield _alone("dicom JPEG", name, Path(path).read_bytes())
    if (FIXTURES / "enh.dcm").exists():
        yield _alone("dicom enhanced", "enh.dcm", (FIXTURES / "enh.dcm").read_bytes())
    write_directory(folder / "DICOMDIR", [[f"{n}.DCM"] for n in range(3)])
    listed = {name.upper(): data for name, data in plain.items()}
    yield Seed("dicomdir", {**listed, "DICOMDIR": (folder / "DICOMDIR").read_bytes()}, "DICOMDIR", "DICOMDIR")
    if (FIXTURES / "dicomdir/DICOMDIR").exists():
        records = (FIXTURES / "dicomdir/DICOMDIR").read_bytes()
        yield Seed("dicomdir", {**listed, "DICOMDIR": records}, "DICOMDIR", "DICOMDIR", is_complete=False)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in plain.items():
            archive.writestr(name, data)
    yield _alone("zip", "study.zip", buffer.getvalue())


def _lists() -> Iterator[Seed]:
    header = "set,category,split,label,defect,sample,modality,path,mask\n"
    row = "s,part,test,1,hole,1,rgb,rgb.png,mask.png\n"
    files = {"rgb.png": _picture(COLOUR, "PNG"), "mask.png": _picture(GREY, "PNG")}
    told = b'{"unimmad_sample": 1, "samples": [{"id": "a", "registered": true, "files": {"rgb": {"path": "rgb.png"}, '
    told += b'"depth": {"path": "mask.png", "unit": "mm", "scale": 0.1, "viewpoint": "best"}}}]}'
    yield Seed("sample.json", {**files, "sample.json": told}, "sample.json", "sample.json")
    yield Seed("index.csv", {**files, "index.csv": (header + row).encode()}, "index.csv", "index.csv")
