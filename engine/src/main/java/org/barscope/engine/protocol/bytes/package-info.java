/// Bytes and their order: the one room every other room may use.
@NullMarked
package org.barscope.engine.protocol.bytes;

import org.jspecify.annotations.NullMarked;
