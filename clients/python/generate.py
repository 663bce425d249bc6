"""Generates the client's code from the contract, into generated/."""

import pathlib
import shutil
import sys

import grpc_tools
from grpc_tools import protoc

HERE = pathlib.Path(__file__).resolve().parent
CONTRACT = HERE.parent.parent / "proto"
TARGET = HERE / "generated"


def main() -> int:
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    well_known = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    protos = sorted(str(file.relative_to(CONTRACT)) for file in CONTRACT.glob("homeroom/v1/*.proto"))
    return protoc.main(
        ["protoc", f"-I{CONTRACT}", f"-I{well_known}", f"--python_out={TARGET}", f"--grpc_python_out={TARGET}"]
        + protos
    )


if __name__ == "__main__":
    sys.exit(main())
