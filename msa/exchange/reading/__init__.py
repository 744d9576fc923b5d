"""Read a foreign system's export: pure, without a database and without a clock."""

from __future__ import annotations

from msa.exchange.reading.codes import Kind, Mode, Status
from msa.exchange.reading.errors import (
    ExportChanged,
    FolderRefused,
    MappingRefused,
    ReadingError,
    Refusal,
)
from msa.exchange.reading.folder import read_folder
from msa.exchange.reading.mapping import INCUMBENT_MAPPING, FileMapping, Mapping
from msa.exchange.reading.problems import Cause, Problem
from msa.exchange.reading.quarters import QuarterCounts, quarter_counts, quarter_of
from msa.exchange.reading.staged import (
    FileReport,
    Staged,
    StagedCheckIn,
    StagedContact,
    StagedEngagement,
    StagedHope,
    StagedPerson,
    StagedSupporter,
)

__all__ = [
    "INCUMBENT_MAPPING",
    "Cause",
    "ExportChanged",
    "FileMapping",
    "FileReport",
    "FolderRefused",
    "Kind",
    "Mapping",
    "MappingRefused",
    "Mode",
    "Problem",
    "QuarterCounts",
    "ReadingError",
    "Refusal",
    "Staged",
    "StagedCheckIn",
    "StagedContact",
    "StagedEngagement",
    "StagedHope",
    "StagedPerson",
    "StagedSupporter",
    "Status",
    "quarter_counts",
    "quarter_of",
    "read_folder",
]
