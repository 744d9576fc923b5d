"""How a file is received: in memory, never on a disk, and never more than is taken."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from msa.uploads.kinds import LARGEST


class InMemory(FileUploadHandler):
    """Keep a file that is not too large; of a larger one keep only how large it is.

    The rest of the request is read all the same: what was typed beside it is not lost.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._kept: list[bytes] = []
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size <= LARGEST:
            self._kept.append(raw_data)
        else:
            self._kept.clear()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        return InMemoryUploadedFile(
            file=io.BytesIO(b"".join(self._kept)),
            field_name=self.field_name,
            name=self.file_name,
            content_type="application/octet-stream",
            size=file_size,
            charset=None,
        )
