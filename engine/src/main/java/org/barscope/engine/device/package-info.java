/// What every device type has: its anatomy behind the register file.
@NullMarked
package org.barscope.engine.device;

import org.jspecify.annotations.NullMarked;
