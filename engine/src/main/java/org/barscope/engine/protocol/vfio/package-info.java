/// What a VMM and a VFIO driver say to each other: regions, interrupt modes, error numbers.
@NullMarked
package org.barscope.engine.protocol.vfio;

import org.jspecify.annotations.NullMarked;
