/// The legacy register file of BAR0: header registers, status and interrupt bits.
@NullMarked
package org.barscope.engine.protocol.legacy;

import org.jspecify.annotations.NullMarked;
