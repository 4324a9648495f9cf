/// Which device types there are: the list of their tables.
@NullMarked
package org.barscope.engine.protocol.types;

import org.jspecify.annotations.NullMarked;
