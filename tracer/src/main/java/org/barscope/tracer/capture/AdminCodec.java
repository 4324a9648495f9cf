package org.barscope.tracer.capture;

import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.tracer.pcapng.BlockBuffer;

/// The fields of admin commands and their answers. The first byte says which fields follow because
/// they are not what follows from the others; header and status block are left out when they do.
final class AdminCodec {
  private static final int WHOLE = 0x01;
  private static final int MEMBER = 0x02;
  private static final int GROUP = 0x04; // AdminSubmit
  private static final int WAITED = 0x08; // AdminSubmit
  private static final int SUBMIT_FORM = WHOLE | MEMBER | GROUP | WAITED;
  private static final int STATUS = 0x04; // AdminComplete
  private static final int USED_LENGTH = 0x08;
  private static final int TAKEN = 0x10;
  private static final int COMPLETE_FORM = WHOLE | MEMBER | STATUS | USED_LENGTH | TAKEN;

  private AdminCodec() {}

  static Fact.AdminSubmit readSubmit(PayloadReader in, int vf) throws MalformedPayloadException {
    int form = form(in, SUBMIT_FORM);
    int opcode = in.varint32();
    int group = (form & GROUP) == 0 ? GroupType.SRIOV : in.varint32();
    long member = (form & MEMBER) == 0 ? vf : in.varint();
    int writableLength = in.varint32();
    Bytes data = in.run();
    Bytes readable =
        (form & WHOLE) != 0 ? data : new AdminCommand(opcode, group, member, data, 0).write();
    Fact.Wait waited = (form & WAITED) == 0 ? Fact.Wait.NONE : readWait(in);
    return new Fact.AdminSubmit(opcode, group, member, readable, writableLength, waited);
  }

  static void write(BlockBuffer out, Fact.AdminSubmit submit, int vf) {
    Bytes readable = submit.readable();
    boolean whole = !headerFollows(submit);
    out.u8(
        (whole ? WHOLE : 0)
            | (submit.member() == vf ? 0 : MEMBER)
            | (submit.group() == GroupType.SRIOV ? 0 : GROUP)
            | (submit.waited().equals(Fact.Wait.NONE) ? 0 : WAITED));
    Varint.write32(out, submit.opcode());
    if (submit.group() != GroupType.SRIOV) {
      Varint.write32(out, submit.group());
    }
    if (submit.member() != vf) {
      Varint.write(out, submit.member());
    }
    Varint.write32(out, submit.writableLength());
    writeTail(out, readable, whole ? 0 : AdminCommand.HEADER_LENGTH);
    if (!submit.waited().equals(Fact.Wait.NONE)) {
      write(out, submit.waited());
    }
  }

  private static Fact.Wait readWait(PayloadReader in) throws MalformedPayloadException {
    String lock = in.text();
    long holder = in.signed();
    return new Fact.Wait(lock, holder, in.varint());
  }

  private static void write(BlockBuffer out, Fact.Wait waited) {
    FactCodec.text(out, waited.lock());
    Varint.writeSigned(out, waited.holder());
    Varint.write(out, waited.duration());
  }

  static Fact.AdminComplete readComplete(PayloadReader in, int vf, long time)
      throws MalformedPayloadException {
    int form = form(in, COMPLETE_FORM);
    int opcode = in.varint32();
    long member = (form & MEMBER) == 0 ? vf : in.varint();
    int status = (form & STATUS) == 0 ? 0 : in.varint32();
    int qualifier = (form & STATUS) == 0 ? 0 : in.varint32();
    int usedLength = (form & USED_LENGTH) == 0 ? -1 : in.varint32();
    long taken = (form & TAKEN) == 0 ? Event.NONE : time - in.signed();
    Bytes tail = in.run();
    Bytes written = (form & WHOLE) != 0 ? tail : afterStatus(status, qualifier, tail);
    return new Fact.AdminComplete(
        opcode,
        member,
        status,
        qualifier,
        (form & USED_LENGTH) == 0 ? written.length() : usedLength,
        written,
        taken);
  }

  static void write(BlockBuffer out, Fact.AdminComplete done, int vf, long time) {
    Bytes written = done.written();
    boolean whole = !statusFollows(done);
    boolean status = done.status() != 0 || done.qualifier() != 0;
    boolean usedLength = done.usedLength() != written.length();
    out.u8(
        (whole ? WHOLE : 0)
            | (done.member() == vf ? 0 : MEMBER)
            | (status ? STATUS : 0)
            | (usedLength ? USED_LENGTH : 0)
            | (done.taken() == Event.NONE ? 0 : TAKEN));
    Varint.write32(out, done.opcode());
    if (done.member() != vf) {
      Varint.write(out, done.member());
    }
    if (status) {
      Varint.write32(out, done.status());
      Varint.write32(out, done.qualifier());
    }
    if (usedLength) {
      Varint.write32(out, done.usedLength());
    }
    if (done.taken() != Event.NONE) {
      Varint.writeSigned(out, time - done.taken());
    }
    writeTail(out, written, whole ? 0 : AdminCommand.STATUS_LENGTH);
  }

  private static int form(PayloadReader in, int known) throws MalformedPayloadException {
    int form = in.u8();
    if ((form & ~known) != 0) {
      throw new MalformedPayloadException("form 0x" + Integer.toHexString(form));
    }
    return form;
  }

  /// Whether the first 24 bytes are the header of this opcode, group and member.
  private static boolean headerFollows(Fact.AdminSubmit submit) {
    Bytes readable = submit.readable();
    return readable.length() >= AdminCommand.HEADER_LENGTH
        && readable.little(0, 2) == submit.opcode()
        && readable.little(2, 2) == submit.group()
        && readable.little(4, 8) == 0
        && readable.little(12, 4) == 0
        && readable.little(16, 8) == submit.member();
  }

  /// Whether the first 8 bytes are the block of this status and qualifier.
  private static boolean statusFollows(Fact.AdminComplete done) {
    return done.written().length() >= AdminCommand.STATUS_LENGTH
        && done.written().little(0, 2) == done.status()
        && done.written().little(2, 2) == done.qualifier()
        && done.written().little(4, 4) == 0;
  }

  private static Bytes afterStatus(int status, int qualifier, Bytes result) {
    byte[] written = new byte[AdminCommand.STATUS_LENGTH + result.length()];
    LittleEndian.put(written, 0, 2, status);
    LittleEndian.put(written, 2, 2, qualifier);
    result.copyTo(0, written, AdminCommand.STATUS_LENGTH, result.length());
    return Bytes.copyOf(written);
  }

  private static void writeTail(BlockBuffer out, Bytes bytes, int from) {
    Varint.write32(out, bytes.length() - from);
    out.bytes(bytes, from, bytes.length() - from);
  }
}
