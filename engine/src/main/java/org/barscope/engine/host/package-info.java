/// The PF's driver on the host: start-up order and the admin virtqueue's driver side.
@NullMarked
package org.barscope.engine.host;

import org.jspecify.annotations.NullMarked;
