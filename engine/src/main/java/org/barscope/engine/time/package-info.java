/// The two schedulers: real threads on the system clock, and one thread at a time on a virtual one.
@NullMarked
package org.barscope.engine.time;

import org.jspecify.annotations.NullMarked;
