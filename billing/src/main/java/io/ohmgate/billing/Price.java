package io.ohmgate.billing;

/** What a kWh costs: the electricity part (电费) and the service part (服务费). */
public record Price(UnitPrice electricity, UnitPrice service) {
    public UnitPrice total() {
        return electricity.plus(service);
    }
}
