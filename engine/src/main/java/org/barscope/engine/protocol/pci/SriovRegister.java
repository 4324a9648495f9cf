package org.barscope.engine.protocol.pci;

import org.barscope.engine.protocol.bytes.Field;

/// The registers of the SR-IOV extended capability, in address order, counted from its start (PCI
/// Express Base Specification, 9.3.3 "SR-IOV Extended Capability").
public enum SriovRegister {
  HEADER(0x00, 4), // PCI_EXT_CAP_ID_SRIOV, version, next
  CAPABILITIES(0x04, 4), // PCI_SRIOV_CAP
  CONTROL(0x08, 2), // PCI_SRIOV_CTRL
  STATUS(0x0a, 2), // PCI_SRIOV_STATUS
  INITIAL_VFS(0x0c, 2), // PCI_SRIOV_INITIAL_VF
  TOTAL_VFS(0x0e, 2), // PCI_SRIOV_TOTAL_VF
  NUM_VFS(0x10, 2), // PCI_SRIOV_NUM_VF
  FUNCTION_LINK(0x12, 1), // PCI_SRIOV_FUNC_LINK
  VF_OFFSET(0x14, 2), // PCI_SRIOV_VF_OFFSET
  VF_STRIDE(0x16, 2), // PCI_SRIOV_VF_STRIDE
  VF_DEVICE_ID(0x1a, 2), // PCI_SRIOV_VF_DID
  SUPPORTED_PAGE_SIZES(0x1c, 4), // PCI_SRIOV_SUP_PGSIZE
  SYSTEM_PAGE_SIZE(0x20, 4), // PCI_SRIOV_SYS_PGSIZE
  VF_BAR0(0x24, 4), // PCI_SRIOV_BAR
  VF_BAR1(0x28, 4),
  VF_BAR2(0x2c, 4),
  VF_BAR3(0x30, 4),
  VF_BAR4(0x34, 4),
  VF_BAR5(0x38, 4);

  /// The id of the capability.
  public static final int ID = 0x0010; // PCI_EXT_CAP_ID_SRIOV

  /// VF Enable, in Control.
  public static final int VF_ENABLE = 0x0001; // PCI_SRIOV_CTRL_VFE

  /// VF Memory Space Enable, in Control.
  public static final int VF_MEMORY = 0x0008; // PCI_SRIOV_CTRL_MSE

  /// Where a function's extended capabilities start.
  public static final int FIRST_EXTENDED = 0x100; // PCI_CFG_SPACE_SIZE

  private final Field field;

  SriovRegister(int offset, int width) {
    this.field = new Field(offset, width);
  }

  /// Its offset from the start of the capability.
  public int offset() {
    return field.offset();
  }

  /// Its width in bytes.
  public int width() {
    return field.width();
  }
}
