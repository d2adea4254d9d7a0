package io.ohmgate.api.view;

import java.util.List;

/** Guns of a station: all of them in a snapshot, those that changed in a change. */
public record StationGunsView(String stationId, List<GunView> guns) {
    public StationGunsView {
        guns = List.copyOf(guns);
    }
}
