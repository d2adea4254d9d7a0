package io.ohmgate.simulator.planted;

/** Something of the simulator that only the demo may touch. */
public final class Toy {}
