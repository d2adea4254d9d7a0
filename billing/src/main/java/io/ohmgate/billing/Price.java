package io.ohmgate.billing;

/** What a kWh costs: the electricity part (电费) and the service part (服务费). */
public record Price(UnitPrice electricity, UnitPrice service) {
    /** Both parts together: the only price that a pile's record carries. */
    public UnitPrice total() {
        return electricity.plus(service);
    }
}
