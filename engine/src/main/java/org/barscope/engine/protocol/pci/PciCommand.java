package org.barscope.engine.protocol.pci;

/// The bits of the Command register that matter to a VF.
public final class PciCommand {
  /// I/O space decoding.
  public static final int IO = 0x0001;

  /// Memory space decoding.
  public static final int MEMORY = 0x0002;

  /// Bus mastering.
  public static final int MASTER = 0x0004;

  /// INTx disable.
  public static final int INTX_DISABLE = 0x0400;

  private PciCommand() {}
}
