"""Who acts in the demonstration, and when."""

import datetime as dt
from dataclasses import dataclass

from people.models import User


@dataclass(frozen=True)
class Moment:
    """Who acts, and when: `ago` days before the demonstration is loaded."""

    by: User
    loaded_at: dt.datetime
    ago: int

    @property
    def now(self) -> dt.datetime:
        return self.loaded_at - dt.timedelta(days=self.ago)

    @property
    def today(self) -> dt.date:
        return self.now.date()
