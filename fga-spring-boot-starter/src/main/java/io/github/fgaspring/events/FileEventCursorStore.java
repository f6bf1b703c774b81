package io.github.fgaspring.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keeps in a file how far events have been read. The file is replaced as a whole, so that
 * a crash leaves the old cursor or the new one.
 */
public final class FileEventCursorStore implements EventCursorStore {

	private static final Pattern CURSOR = Pattern.compile("[!-~]{1,255}");

	private static final int MAX_SIZE = 1024;

	private final Path file;

	private final Path directory;

	/**
	 * Creates a store.
	 * @param file the file, which need not exist
	 */
	public FileEventCursorStore(Path file) {
		Assert.notNull(file, "file cannot be null");
		this.file = file.toAbsolutePath();
		Path parent = this.file.getParent();
		Assert.notNull(parent, "file must be in a directory");
		this.directory = parent;
	}

	/**
	 * Makes sure that the file can be read and written.
	 * @throws IOException if it cannot
	 */
	public void verify() throws IOException {
		read();
		Files.delete(temporaryFile());
	}

	@Override
	public @Nullable String load() {
		try {
			return read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The cursor file cannot be read", ex);
		}
	}

	private @Nullable String read() throws IOException {
		try (InputStream content = Files.newInputStream(this.file)) {
			String cursor = new String(content.readNBytes(MAX_SIZE), StandardCharsets.ISO_8859_1).strip();
			if (!CURSOR.matcher(cursor).matches()) {
				throw new IOException("It holds something else than the id of an event");
			}
			return cursor;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	@Override
	public void save(String eventId) {
		try {
			Path temporary = temporaryFile();
			try {
				Files.writeString(temporary, eventId + "\n", StandardCharsets.ISO_8859_1);
				Files.move(temporary, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The cursor file cannot be written", ex);
		}
	}

	private Path temporaryFile() throws IOException {
		return Files.createTempFile(this.directory, ".fga-cursor", ".tmp");
	}

}
