package io.github.fgaspring.benchmarks.application;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Another JVM. It ends when it is closed, and also when this JVM ends in whatever way,
 * because its standard input does.
 */
public final class JvmProcess implements AutoCloseable {

	private static final String READY = "READY ";

	private static final Duration LONGEST_START = Duration.ofMinutes(2);

	private static final int LINES_KEPT = 50;

	private final Process process;

	private final Deque<String> lastLines = new ArrayDeque<>();

	private final CompletableFuture<Ready> ready = new CompletableFuture<>();

	private JvmProcess(Process process) {
		this.process = process;
	}

	/**
	 * Starts a JVM.
	 * @param options options of the JVM, among them the class path
	 * @param main the class with the main method
	 * @param args its arguments
	 * @return the process, which may not be ready yet
	 */
	static JvmProcess start(List<String> options, Class<?> main, List<String> args) {
		List<String> command = new ArrayList<>();
		command.add(ProcessHandle.current().info().command().orElse("java"));
		command.addAll(options);
		command.add(main.getName());
		command.addAll(args);
		try {
			JvmProcess process = new JvmProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
			Thread reader = new Thread(process::readOutput, "output of " + main.getSimpleName());
			reader.setDaemon(true);
			reader.start();
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void readOutput() {
		try (BufferedReader output = this.process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(READY)) {
					String[] words = line.split(" ");
					this.ready.complete(new Ready(Integer.parseInt(words[1]), Long.parseLong(words[2])));
				}
				keep(line);
			}
		}
		catch (IOException ex) {
			keep(ex.toString());
		}
		this.ready.completeExceptionally(new IllegalStateException("The process ended before it was ready"));
	}

	private void keep(String line) {
		synchronized (this.lastLines) {
			this.lastLines.addLast(line);
			if (this.lastLines.size() > LINES_KEPT) {
				this.lastLines.removeFirst();
			}
		}
	}

	/**
	 * The last that the process has written.
	 */
	String output() {
		synchronized (this.lastLines) {
			return String.join(System.lineSeparator(), this.lastLines);
		}
	}

	Ready awaitReady() {
		try {
			return this.ready.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("Not ready: " + output(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	int port() {
		return awaitReady().port();
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	/**
	 * Called in the other JVM: ends it when its parent ends.
	 */
	public static void endWithParent() {
		Thread watch = new Thread(() -> {
			try {
				System.in.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// The parent is gone as well.
			}
			Runtime.getRuntime().halt(0);
		}, "parent watch");
		watch.setDaemon(true);
		watch.start();
	}

	/**
	 * Called in the other JVM: tells the parent that it can be asked.
	 * @param port the port to ask
	 */
	public static void reportReady(int port) {
		System.out.println(READY + port + " " + ManagementFactory.getRuntimeMXBean().getUptime());
	}

	/**
	 * What the other JVM has said.
	 *
	 * @param port the port where it listens
	 * @param startMillis how long after the start of the JVM it was ready
	 */
	record Ready(int port, long startMillis) {

	}

}
