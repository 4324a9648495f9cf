package org.barscope.engine.protocol.vfio;

/// The error numbers that the path of an access can end with (Linux, include/uapi/asm-generic).
///
/// A call returns one as a negative `int`, as the kernel does. Numbers without a row here are kept:
/// an admin status is passed through unchanged, and `0x8000` is nobody's error name.
public enum Errno {
  EPERM(1),
  ENOENT(2),
  EIO(5),
  ENXIO(6),
  EBADF(9),
  EAGAIN(11),
  ENOMEM(12),
  EFAULT(14),
  EBUSY(16),
  EEXIST(17),
  ENODEV(19),
  EINVAL(22),
  ENOTTY(25),
  ENOSPC(28),
  ENOMSG(42),
  EOPNOTSUPP(95);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /// Its positive number.
  public int number() {
    return number;
  }

  /// What a failing call returns: the negative number.
  public int negative() {
    return -number;
  }

  /// The name of a positive error number, or the number in decimal when it has none.
  public static String text(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno.name();
      }
    }
    return Integer.toString(number);
  }
}
