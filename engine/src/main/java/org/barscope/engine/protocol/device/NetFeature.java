package org.barscope.engine.protocol.device;

/// The feature bits of a network device that a legacy driver can reach (virtio 1.4, 5.1.3).
public enum NetFeature {
  CSUM(0), // VIRTIO_NET_F_CSUM
  GUEST_CSUM(1), // VIRTIO_NET_F_GUEST_CSUM
  CTRL_GUEST_OFFLOADS(2), // VIRTIO_NET_F_CTRL_GUEST_OFFLOADS
  MTU(3), // VIRTIO_NET_F_MTU
  MAC(5), // VIRTIO_NET_F_MAC
  GSO(6), // VIRTIO_NET_F_GSO, legacy only
  GUEST_TSO4(7), // VIRTIO_NET_F_GUEST_TSO4
  GUEST_TSO6(8), // VIRTIO_NET_F_GUEST_TSO6
  GUEST_ECN(9), // VIRTIO_NET_F_GUEST_ECN
  GUEST_UFO(10), // VIRTIO_NET_F_GUEST_UFO
  HOST_TSO4(11), // VIRTIO_NET_F_HOST_TSO4
  HOST_TSO6(12), // VIRTIO_NET_F_HOST_TSO6
  HOST_ECN(13), // VIRTIO_NET_F_HOST_ECN
  HOST_UFO(14), // VIRTIO_NET_F_HOST_UFO
  MRG_RXBUF(15), // VIRTIO_NET_F_MRG_RXBUF
  STATUS(16), // VIRTIO_NET_F_STATUS
  CTRL_VQ(17), // VIRTIO_NET_F_CTRL_VQ
  CTRL_RX(18), // VIRTIO_NET_F_CTRL_RX
  CTRL_VLAN(19), // VIRTIO_NET_F_CTRL_VLAN
  CTRL_RX_EXTRA(20), // VIRTIO_NET_F_CTRL_RX_EXTRA
  GUEST_ANNOUNCE(21), // VIRTIO_NET_F_GUEST_ANNOUNCE
  MQ(22), // VIRTIO_NET_F_MQ
  CTRL_MAC_ADDR(23); // VIRTIO_NET_F_CTRL_MAC_ADDR

  private final int bit;

  NetFeature(int bit) {
    this.bit = bit;
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
