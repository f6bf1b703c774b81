package io.github.fgaspring.benchmarks.starter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own that grants whatever it is asked, as WorkOS does or as
 * OpenFGA does, and is as little of the time as a server can be: plain sockets that are
 * kept open, one thread for each.
 */
public final class LoopbackServer implements AutoCloseable {

	private static final byte[] WORK_OS = answer("{\"authorized\":true}");

	private static final byte[] OPEN_FGA = answer("{\"allowed\":true,\"resolution\":\"\"}");

	private static final Pattern CONTENT_LENGTH = Pattern.compile("content-length: *(\\d+)");

	private final Process process;

	private final URI baseUrl;

	private LoopbackServer(Process process, URI baseUrl) {
		this.process = process;
		this.baseUrl = baseUrl;
	}

	static LoopbackServer start() {
		try {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx256m", "-classpath", System.getProperty("java.class.path"), LoopbackServer.class.getName())
				.redirectError(Redirect.INHERIT)
				.start();
			String port = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			return new LoopbackServer(process, URI.create("http://127.0.0.1:" + Objects.requireNonNull(port)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	URI baseUrl() {
		return this.baseUrl;
	}

	@Override
	public void close() {
		this.process.destroy();
	}

	/**
	 * Serve until the starting process is gone.
	 * @param args none
	 * @throws IOException if there is no port
	 */
	public static void main(String[] args) throws IOException {
		ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
		System.out.println(server.getLocalPort());
		startDaemon(() -> {
			while (true) {
				Socket socket = server.accept();
				startDaemon(() -> serve(socket));
			}
		});
		// Its end comes with that of the process at the other side, however that ends.
		while (System.in.read() >= 0) {
			continue;
		}
	}

	private static void startDaemon(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// The client has gone.
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	private static void serve(Socket socket) throws IOException {
		try (socket; InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
			socket.setTcpNoDelay(true);
			byte[] buffer = new byte[64 * 1024];
			int filled = 0;
			int read;
			while ((read = in.read(buffer, filled, buffer.length - filled)) > 0) {
				filled += read;
				// Not more than one at a time, as no client here sends ahead.
				String request = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
				if (isComplete(request)) {
					out.write(request.startsWith("POST /stores/") ? OPEN_FGA : WORK_OS);
					filled = 0;
				}
			}
		}
	}

	private static boolean isComplete(String request) {
		int head = request.indexOf("\r\n\r\n");
		if (head < 0) {
			return false;
		}
		Matcher length = CONTENT_LENGTH.matcher(request.substring(0, head).toLowerCase(Locale.ROOT));
		return length.find() ? request.length() == head + 4 + Integer.parseInt(length.group(1))
				: request.endsWith("\r\n0\r\n\r\n");
	}

	private static byte[] answer(String json) {
		return """
				HTTP/1.1 200 OK\r
				Content-Type: application/json\r
				Content-Length: %d\r
				\r
				%s""".formatted(json.length(), json).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * What a thread does.
	 */
	private interface Task {

		void run() throws IOException;

	}

}
