/// The network device.
@NullMarked
package org.barscope.engine.device.net;

import org.jspecify.annotations.NullMarked;
