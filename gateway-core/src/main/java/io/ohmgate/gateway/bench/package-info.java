/** The bench of abnormal orders (异常订单): what a person may decide when no record settles an order by itself. */
@NullMarked
package io.ohmgate.gateway.bench;

import org.jspecify.annotations.NullMarked;
