"""How light it is when people gather and when they are done: the sun at a place and a day (astral, NOAA's formulas). Pure.

Light is told by the sun's height, which exists everywhere on every day; the hours of sunset and dusk do not (north of the
Arctic Circle), and are None where the sun does not pass that height. Civil dusk: 6 degrees below the horizon.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dialog.base.clock import SWEDISH

DUSK_DEGREES = -6.0
#: The sun's upper edge at the horizon, with refraction.
HORIZON_DEGREES = -0.833


@dataclass(frozen=True)
class Light:
    """What the sky is like on a walk: "day", "dusk" or "dark" at each end, and the hours (in Sweden) that matter."""

    at_start: str
    at_end: str
    sunset: datetime | None
    dusk: datetime | None
    sunrise: datetime | None

    @property
    def has_sunset(self) -> bool:
        """Say whether the sun sets that day."""
        return self.sunset is not None


def light_of(lat: float, lng: float, starts_at: datetime, minutes: int) -> Light:
    """Return the light at a position (degrees) from an hour and so many minutes on."""
    from astral import Observer
    from astral.sun import elevation

    there = Observer(latitude=max(-89.8, min(89.8, lat)), longitude=lng, elevation=0.0)
    ends_at = starts_at + timedelta(minutes=minutes)
    return Light(
        at_start=kind_of(elevation(there, starts_at)),
        at_end=kind_of(elevation(there, ends_at)),
        sunset=_hour(there, starts_at, "sunset"),
        dusk=_hour(there, starts_at, "dusk"),
        sunrise=_hour(there, starts_at, "sunrise"),
    )


def kind_of(degrees: float) -> str:
    """Return "day", "dusk" or "dark" for the sun's height in degrees."""
    if degrees > HORIZON_DEGREES:
        return "day"
    return "dusk" if degrees > DUSK_DEGREES else "dark"


def _hour(there: object, moment: datetime, which: str) -> datetime | None:
    from astral import sun

    try:
        found: datetime = getattr(sun, which)(there, date=moment.astimezone(SWEDISH).date(), tzinfo=SWEDISH)
    except ValueError:  # the sun does not pass that height on that day
        return None
    return found
