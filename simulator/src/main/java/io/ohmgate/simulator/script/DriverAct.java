package io.ohmgate.simulator.script;

import io.ohmgate.simulator.battery.Vehicle;

/** What a person does at a gun. */
public sealed interface DriverAct {
    record Plug(Vehicle vehicle) implements DriverAct {}

    record Unplug() implements DriverAct {}

    record Swipe(String physicalCardNo) implements DriverAct {}

    record StartByVin() implements DriverAct {}

    record PressStop() implements DriverAct {}
}
