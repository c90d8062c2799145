"""How long it takes to get from one place to another: a port, and the model that needs no map.

Places are rows `(latitude, longitude)` in degrees (WGS 84); times are whole seconds, rounded up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import h3
import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]
Places = NDArray[np.float64]
Coordinates = tuple[float, float]
EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of WGS 84."""


class Travel(Protocol):
    @property
    def same_back(self) -> bool:
        """Does every way back take as long as the way there?"""
        ...

    def seconds(self, origins: Places, destinations: Places) -> Seconds:
        """Travel times from `origins[..., 2]` to `destinations[..., 2]`, leading axes broadcast.

        Promise: going by way of a third place is never quicker, so taking a stop out of a route never breaks it.
        """
        ...


@dataclass(frozen=True, slots=True)
class SpeedModel:
    """Great-circle distance, stretched to road distance, driven in three gears.

    `detour` is network circuity: Newell found about 1.2 for random points of a city (Traffic Flow on Transportation
    Networks, 1980), and Ballou, Rahardja and Sakai 1.2 to 1.6 between towns of a country (Transportation Research A
    36, 2002). Speeds and `door_s` (park, find the door) are house figures. Later kilometres are never slower than
    earlier ones: time is concave in distance, which is what keeps the port's promise.
    """

    detour: float = 1.35
    door_s: int = 180
    near_m: float = 2_000.0
    far_m: float = 10_000.0
    near_kmh: float = 18.0
    middle_kmh: float = 32.0
    far_kmh: float = 65.0

    @property
    def same_back(self) -> bool:
        return True

    def seconds(self, origins: Places, destinations: Places) -> Seconds:
        road_m = metres(origins, destinations) * self.detour
        near = np.minimum(road_m, self.near_m)
        middle = np.clip(road_m - self.near_m, 0.0, self.far_m - self.near_m)
        far = np.maximum(road_m - self.far_m, 0.0)
        driven = 3.6 * (near / self.near_kmh + middle / self.middle_kmh + far / self.far_kmh)
        return np.ceil(driven).astype(np.int64) + self.door_s


def metres(origins: Places, destinations: Places) -> NDArray[np.float64]:
    """Great-circle distance (haversine), exact to the sphere."""
    from_lat, from_lon, to_lat, to_lon = (
        np.radians(side[..., axis]) for side in (origins, destinations) for axis in (0, 1)
    )
    half = np.sin((to_lat - from_lat) / 2) ** 2
    half = half + np.cos(from_lat) * np.cos(to_lat) * np.sin((to_lon - from_lon) / 2) ** 2
    found: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return found


def centre_of(cell: str) -> Coordinates | None:
    """The middle of an H3 cell: good to about a kilometre at resolution 7. None when there is no such cell."""
    if not h3.is_valid_cell(cell):
        return None
    lat, lon = h3.cell_to_latlng(cell)
    return float(lat), float(lon)


def there_and_back(travel: Travel, places: Places, place: Coordinates) -> tuple[Seconds, Seconds]:
    """From each of `places` to `place`, and from there to each of them."""
    here = row(place)
    there = travel.seconds(places, here)
    return there, there if travel.same_back else travel.seconds(here, places)


def row(place: Coordinates) -> Any:
    """One place as the row that the port takes."""
    return np.array([place], dtype=np.float64)
