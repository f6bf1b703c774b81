package io.github.fgaspring.benchmarks.application;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the requests or the answers of a connection with HTTP/1.1, one after another,
 * from whatever pieces they arrive in. Bodies are passed over.
 */
final class HttpMessageReader {

	private static final int MAX_LINE = 16 * 1024;

	private final byte[] line = new byte[MAX_LINE];

	private int lineLength;

	private Part part = Part.FIRST_LINE;

	private String firstLine = "";

	private boolean chunked;

	private boolean last;

	/**
	 * How much of the body, or of a chunk of it, is still to come.
	 */
	private long remaining;

	/**
	 * Reads on, but not beyond the end of the message.
	 * @param bytes what has arrived
	 * @return whether the message is complete
	 */
	boolean read(ByteBuffer bytes) {
		while (bytes.hasRemaining()) {
			if (this.part == Part.BODY || this.part == Part.CHUNK) {
				int passed = (int) Math.min(this.remaining, bytes.remaining());
				bytes.position(bytes.position() + passed);
				this.remaining -= passed;
				if (this.remaining == 0 && endOfContent()) {
					return true;
				}
			}
			else if (readLine(bytes) && endOfLine()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The request line or the status line of the message that was read last.
	 */
	String firstLine() {
		return this.firstLine;
	}

	/**
	 * The status of the answer that was read last.
	 */
	int status() {
		return Integer.parseInt(this.firstLine, "HTTP/1.1 ".length(), "HTTP/1.1 200".length(), 10);
	}

	/**
	 * Whether the connection is closed after the message that was read last.
	 */
	boolean isLast() {
		return this.last;
	}

	private boolean readLine(ByteBuffer bytes) {
		while (bytes.hasRemaining()) {
			byte next = bytes.get();
			if (next == '\n') {
				return true;
			}
			this.line[this.lineLength++] = next;
		}
		return false;
	}

	private boolean endOfLine() {
		String text = new String(this.line, 0, this.lineLength, StandardCharsets.ISO_8859_1).stripTrailing();
		this.lineLength = 0;
		switch (this.part) {
			case FIRST_LINE -> {
				this.firstLine = text;
				this.chunked = false;
				this.last = false;
				this.remaining = 0;
				this.part = Part.HEADER;
			}
			case HEADER -> {
				if (text.isEmpty()) {
					return endOfHeaders();
				}
				readHeader(text);
			}
			case CHUNK_SIZE -> {
				int extension = text.indexOf(';');
				this.remaining = Long.parseLong((extension < 0) ? text : text.substring(0, extension).strip(), 16);
				this.part = (this.remaining > 0) ? Part.CHUNK : Part.TRAILER;
			}
			case CHUNK_END -> {
				this.part = Part.CHUNK_SIZE;
			}
			case TRAILER -> {
				if (text.isEmpty()) {
					return endOfMessage();
				}
			}
			default -> throw new IllegalStateException("No lines in " + this.part);
		}
		return false;
	}

	private void readHeader(String header) {
		int colon = header.indexOf(':');
		String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
		String value = header.substring(colon + 1).strip();
		if (name.equals("content-length")) {
			this.remaining = Long.parseLong(value);
		}
		else if (name.equals("transfer-encoding")) {
			this.chunked = value.equals("chunked");
		}
		else if (name.equals("connection")) {
			this.last = value.equalsIgnoreCase("close");
		}
	}

	private boolean endOfHeaders() {
		if (this.chunked) {
			this.part = Part.CHUNK_SIZE;
			return false;
		}
		if (this.remaining > 0) {
			this.part = Part.BODY;
			return false;
		}
		return endOfMessage();
	}

	private boolean endOfContent() {
		if (this.part == Part.CHUNK) {
			this.part = Part.CHUNK_END;
			return false;
		}
		return endOfMessage();
	}

	private boolean endOfMessage() {
		this.part = Part.FIRST_LINE;
		return true;
	}

	private enum Part {

		FIRST_LINE, HEADER, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER

	}

}
