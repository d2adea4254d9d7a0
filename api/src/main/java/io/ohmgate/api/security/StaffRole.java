package io.ohmgate.api.security;

/** What a member of staff is trusted with. Roles do not include one another; {@link Who} says who may do what. */
public enum StaffRole {
    /** 管理员: everything, also staff accounts. */
    ADMIN,
    /** 运营: stations, piles, tariffs, orders. */
    OPERATOR,
    /** 财务: money of drivers, abnormal orders, the ledger. */
    FINANCE,
    /** 只读: sees what staff may see and changes nothing. */
    VIEWER
}
