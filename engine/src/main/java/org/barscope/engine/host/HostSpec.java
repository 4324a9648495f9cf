package org.barscope.engine.host;

import org.barscope.engine.protocol.admin.AdminOpcode;

/// Which host the PF driver runs on, and where it follows the standard though Linux does not.
///
/// @param kernel the version
/// @param legacy whether the build has the legacy commands (VIRTIO_PCI_ADMIN_LEGACY: x86 only)
/// @param lists whether LIST_QUERY and LIST_USE come for each group type before its first other
///   command, those of the VFs once there are VFs; Linux sends them once,
///   before
/// @param pads whether both parts of a command are padded to n × 8 bytes
/// @param normalizes whether a status that is not in the standard counts as EINVAL
/// @param retries whether a command that got EAGAIN is sent again
/// @param clears whether result bytes that the device did not write count as zero
public record HostSpec(
    Kernel kernel,
    boolean legacy,
    boolean lists,
    boolean pads,
    boolean normalizes,
    boolean retries,
    boolean clears) {
  /// The newest Linux on x86.
  public static final HostSpec LINUX = of(Kernel.V6_13);

  /// A Linux of this version on x86.
  public static HostSpec of(Kernel kernel) {
    return new HostSpec(kernel, true, false, false, false, false, false);
  }

  /// The opcodes that LIST_USE asks for, as far as they are offered.
  long wanted() {
    return legacy ? kernel.wanted() : kernel.wanted() & ~AdminOpcode.LEGACY_MASK;
  }
}
