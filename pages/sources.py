"""The sources page: where everything comes from, what is not known, how to report an error."""

from __future__ import annotations

from pages.shared.provenance import data_files, gaps, licences, report_an_error, sources
from pages.shared.state import current_visit

visit = current_visit()

sources(visit)
gaps(visit)
report_an_error(visit)
licences(visit)
data_files(visit)
