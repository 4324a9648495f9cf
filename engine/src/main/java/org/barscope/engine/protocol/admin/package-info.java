/// Group administration commands: opcodes, statuses, layouts (virtio 1.4, 2.12 "Device groups").
@NullMarked
package org.barscope.engine.protocol.admin;

import org.jspecify.annotations.NullMarked;
