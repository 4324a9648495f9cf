/// Device types of virtio: identities, feature bits and configuration layouts.
@NullMarked
package org.barscope.engine.protocol.device;

import org.jspecify.annotations.NullMarked;
