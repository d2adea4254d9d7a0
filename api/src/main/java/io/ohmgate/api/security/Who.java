package io.ohmgate.api.security;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group of callers that a route admits. */
public enum Who {
    ANYONE(true, true, EnumSet.allOf(StaffRole.class)),
    SIGNED_IN(false, true, EnumSet.allOf(StaffRole.class)),
    DRIVERS(false, true, EnumSet.noneOf(StaffRole.class)),
    STAFF(false, false, EnumSet.allOf(StaffRole.class)),
    OPERATORS(false, false, EnumSet.of(StaffRole.ADMIN, StaffRole.OPERATOR)),
    CASHIERS(false, false, EnumSet.of(StaffRole.ADMIN, StaffRole.FINANCE)),
    /** Who settles what no record settles: finance and operations both sit at that bench. */
    DECIDERS(false, false, EnumSet.of(StaffRole.ADMIN, StaffRole.OPERATOR, StaffRole.FINANCE)),
    ADMINS(false, false, EnumSet.of(StaffRole.ADMIN)),
    /** Drivers for their own, operators and admins for their tenant's: who may stop a charge. */
    DRIVERS_AND_OPERATORS(false, true, EnumSet.of(StaffRole.ADMIN, StaffRole.OPERATOR));

    private final boolean anonymous;
    private final boolean drivers;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    private final Set<StaffRole> staff;

    Who(boolean anonymous, boolean drivers, Set<StaffRole> staff) {
        this.anonymous = anonymous;
        this.drivers = drivers;
        this.staff = Set.copyOf(staff);
    }

    /** Whether a caller of this kind may come in; null is somebody without a token. */
    public boolean admits(@Nullable Caller caller) {
        return switch (caller) {
            case null -> anonymous;
            case Caller.Driver ignored -> drivers;
            case Caller.Staff member -> staff.contains(member.role());
        };
    }
}
