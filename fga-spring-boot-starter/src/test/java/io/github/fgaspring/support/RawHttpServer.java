package io.github.fgaspring.support;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests with whatever bytes a test wants, and breaks connections when it wants
 * to.
 */
public final class RawHttpServer implements AutoCloseable {

	/**
	 * An answer after which the connection stays open.
	 */
	public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private final ServerSocket socket;

	private final Answer answer;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private final AtomicInteger open = new AtomicInteger();

	private final CountDownLatch closed = new CountDownLatch(1);

	public RawHttpServer(Answer answer) {
		this.answer = answer;
		try {
			this.socket = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	public URI url(String path) {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort() + path);
	}

	/**
	 * The heads of all requests.
	 */
	public List<String> requests() {
		return this.requests;
	}

	/**
	 * How many connections there have been.
	 */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * How many connections are open.
	 */
	public int openConnections() {
		return this.open.get();
	}

	/**
	 * Sends a few bytes now and then until nobody listens.
	 */
	public void drip(OutputStream out, String text, Duration pause) throws IOException, InterruptedException {
		do {
			out.write(text.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
		}
		while (!this.closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
	}

	/**
	 * Does nothing until the server is closed.
	 */
	public void hang() throws InterruptedException {
		this.closed.await();
	}

	@Override
	public void close() {
		this.closed.countDown();
		try {
			this.socket.close();
			for (Socket connection : this.connections) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket connection = this.socket.accept();
			this.connections.add(connection);
			this.open.incrementAndGet();
			start(() -> serve(connection));
		}
	}

	private void serve(Socket connection) throws IOException, InterruptedException {
		try (connection) {
			InputStream in = new BufferedInputStream(connection.getInputStream());
			OutputStream out = connection.getOutputStream();
			int number = 0;
			String head;
			do {
				head = readRequest(in);
				if (head != null) {
					this.requests.add(head);
					number++;
				}
			}
			while (head != null && this.answer.send(this, out, number));
		}
		finally {
			this.open.decrementAndGet();
		}
	}

	private static @Nullable String readRequest(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				return null;
			}
			head.append((char) next);
		}
		for (String line : head.toString().toLowerCase(Locale.ROOT).split("\r\n")) {
			if (line.startsWith("content-length:")) {
				in.readNBytes(Integer.parseInt(line.substring("content-length:".length()).trim()));
			}
		}
		return head.toString();
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException | InterruptedException ex) {
				// The connection or the server is closed.
			}
		}, "raw-http-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Answers a request.
	 */
	@FunctionalInterface
	public interface Answer {

		/**
		 * Answers a request.
		 * @param server the server
		 * @param out where to
		 * @param number which request on this connection it is, from 1
		 * @return whether the connection stays open
		 */
		boolean send(RawHttpServer server, OutputStream out, int number) throws IOException, InterruptedException;

		static Answer of(String answer) {
			return (server, out, number) -> {
				out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
				return true;
			};
		}

	}

	@FunctionalInterface
	private interface Work {

		void run() throws IOException, InterruptedException;

	}

}
