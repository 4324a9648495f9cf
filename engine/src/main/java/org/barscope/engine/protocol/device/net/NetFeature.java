package org.barscope.engine.protocol.device.net;

import org.barscope.engine.protocol.device.FeatureBit;

/// The feature bits of a network device that a legacy driver can reach (virtio 1.4, 5.1.3), with
/// what each needs (5.1.3.1).
public enum NetFeature {
  CSUM(0, 0), // VIRTIO_NET_F_CSUM
  GUEST_CSUM(1, 0), // VIRTIO_NET_F_GUEST_CSUM
  CTRL_GUEST_OFFLOADS(2, 0), // VIRTIO_NET_F_CTRL_GUEST_OFFLOADS
  MTU(3, 0), // VIRTIO_NET_F_MTU
  MAC(5, 0), // VIRTIO_NET_F_MAC
  GSO(6, 0), // VIRTIO_NET_F_GSO, legacy only
  GUEST_TSO4(7, 0x2), // VIRTIO_NET_F_GUEST_TSO4
  GUEST_TSO6(8, 0x2), // VIRTIO_NET_F_GUEST_TSO6
  GUEST_ECN(9, 0x180), // VIRTIO_NET_F_GUEST_ECN
  GUEST_UFO(10, 0x2), // VIRTIO_NET_F_GUEST_UFO
  HOST_TSO4(11, 0x1), // VIRTIO_NET_F_HOST_TSO4
  HOST_TSO6(12, 0x1), // VIRTIO_NET_F_HOST_TSO6
  HOST_ECN(13, 0x1800), // VIRTIO_NET_F_HOST_ECN
  HOST_UFO(14, 0x1), // VIRTIO_NET_F_HOST_UFO
  MRG_RXBUF(15, 0), // VIRTIO_NET_F_MRG_RXBUF
  STATUS(16, 0), // VIRTIO_NET_F_STATUS
  CTRL_VQ(17, 0), // VIRTIO_NET_F_CTRL_VQ
  CTRL_RX(18, 0x20000), // VIRTIO_NET_F_CTRL_RX
  CTRL_VLAN(19, 0x20000), // VIRTIO_NET_F_CTRL_VLAN
  CTRL_RX_EXTRA(20, 0x20000), // VIRTIO_NET_F_CTRL_RX_EXTRA
  GUEST_ANNOUNCE(21, 0x20000), // VIRTIO_NET_F_GUEST_ANNOUNCE
  MQ(22, 0x20000), // VIRTIO_NET_F_MQ
  CTRL_MAC_ADDR(23, 0x20000); // VIRTIO_NET_F_CTRL_MAC_ADDR

  private final int bit;
  private final int needs;

  NetFeature(int bit, int needs) {
    this.bit = bit;
    this.needs = needs;
  }

  /// As a row of the type's table.
  FeatureBit row() {
    return new FeatureBit(bit, name(), needs);
  }

  /// The number of the bit.
  public int bit() {
    return bit;
  }

  /// The bit as a mask.
  public int mask() {
    return 1 << bit;
  }

  /// Whether `features` has it.
  public boolean in(int features) {
    return (features & mask()) != 0;
  }
}
