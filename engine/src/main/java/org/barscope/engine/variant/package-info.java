/// The variant driver: shows a VF as a transitional device with a software I/O BAR0.
@NullMarked
package org.barscope.engine.variant;

import org.jspecify.annotations.NullMarked;
