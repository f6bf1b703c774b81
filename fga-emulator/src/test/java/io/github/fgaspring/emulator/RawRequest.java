package io.github.fgaspring.emulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request written to a socket as it is, right or wrong.
 *
 * @param method the method
 * @param target the path and the query, still encoded
 * @param headers the lines of the header besides those that every request has
 * @param body the body with its framing
 * @param hasLength whether the length of the body is a number, if there is one
 */
record RawRequest(String method, String target, List<String> headers, byte[] body, boolean hasLength) {

	private static final int TIMEOUT_MILLIS = 10_000;

	/**
	 * Whether this request gets as far as the emulator. The HTTP server of the JDK
	 * refuses the others itself, with an answer or by closing the connection.
	 * @return {@code false} if the head of the request is not valid HTTP
	 */
	boolean isValid() {
		try {
			// The server reads every byte as a character.
			String path = new URI(new String(this.target.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
				.getRawPath();
			return this.hasLength && path != null && path.startsWith("/");
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	RawResponse send(URI baseUrl) throws IOException {
		try (Socket socket = new Socket(baseUrl.getHost(), baseUrl.getPort())) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(toBytes(baseUrl.getAuthority()));
			return RawResponse.read(new BufferedInputStream(socket.getInputStream()), !this.method.equals("HEAD"));
		}
	}

	private byte[] toBytes(String host) {
		String head = "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n".formatted(this.method, this.target,
				host, String.join("", this.headers.stream().map((line) -> line + "\r\n").toList()));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
		bytes.writeBytes(this.body);
		return bytes.toByteArray();
	}

	@Override
	public String toString() {
		String text = "%s %s %s %s".formatted(this.method, this.target, this.headers,
				new String(this.body, StandardCharsets.UTF_8));
		return (text.length() > 4000) ? text.substring(0, 4000) + "..." : text;
	}

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param body the body
	 */
	record RawResponse(int status, String body) {

		private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 (?<status>\\d{3}) .*?\r\n\r\n", Pattern.DOTALL);

		private static final Pattern LENGTH = Pattern.compile("\r\nContent-length: (?<length>\\d+)\r\n",
				Pattern.CASE_INSENSITIVE);

		// Not to the end of the connection: the server may still wait for the rest of a
		// request that it has answered.
		static RawResponse read(InputStream in, boolean isWithBody) throws IOException {
			StringBuilder text = new StringBuilder();
			while (text.indexOf("\r\n\r\n") < 0) {
				int next = in.read();
				if (next < 0) {
					throw new EOFException("The connection broke after " + text.length() + " characters");
				}
				text.append((char) next);
			}
			Matcher head = HEAD.matcher(text);
			if (!head.matches()) {
				throw new IOException("The answer is not HTTP: " + text);
			}
			Matcher length = LENGTH.matcher(text);
			byte[] body = new byte[(isWithBody && length.find()) ? Integer.parseInt(length.group("length")) : 0];
			int read = in.readNBytes(body, 0, body.length);
			if (read < body.length) {
				throw new EOFException("The connection broke after %d of %d bytes".formatted(read, body.length));
			}
			return new RawResponse(Integer.parseInt(head.group("status")), new String(body, StandardCharsets.UTF_8));
		}

	}

}
