package io.github.fgaspring.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class FileEventCursorStoreTests {

	@TempDir
	private Path directory;

	@Test
	void createWhenNoFileThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new FileEventCursorStore(null));
	}

	@Test
	void loadWhenNothingSavedThenNone() throws IOException {
		FileEventCursorStore store = store();
		store.verify();
		assertThat(store.load()).isNull();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void loadThenTheLastOneSavedEvenByAnotherInstance() throws IOException {
		store().save("event_1");
		store().save("event_2");
		assertThat(store().load()).isEqualTo("event_2");
		store().verify();
		assertThat(this.directory).isDirectoryContaining("glob:**cursor");
		try (var files = Files.list(this.directory)) {
			assertThat(files).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "event_1", "event_1\n", " event_1\r\n" })
	void loadWhenWrittenByHandThenRead(String content) throws IOException {
		Files.writeString(file(), content);
		assertThat(store().load()).isEqualTo("event_1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "event_1\nevent_2", "two words", "caf\u00e9", "\u0000" })
	void loadWhenNoCursorThenFails(String content) throws IOException {
		Files.writeString(file(), content);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store().load());
		assertThatIOException().isThrownBy(() -> store().verify());
	}

	@Test
	void loadWhenFarTooLongThenFails() throws IOException {
		Files.writeString(file(), "x".repeat(10_000_000));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store().load());
	}

	@Test
	void verifyWhenDirectoryIsMissingThenFails() {
		FileEventCursorStore store = new FileEventCursorStore(this.directory.resolve("missing/cursor"));
		assertThatIOException().isThrownBy(store::verify);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store.save("event_1"));
	}

	@Test
	void verifyWhenFileIsADirectoryThenFails() {
		assertThatIOException().isThrownBy(new FileEventCursorStore(this.directory)::verify);
	}

	@Test
	void saveWhenItFailsThenTheOldCursorStays() throws IOException {
		store().save("event_1");
		Path other = this.directory.resolve("other");
		Files.createDirectories(other.resolve("cursor/full"));
		FileEventCursorStore blocked = new FileEventCursorStore(other.resolve("cursor"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> blocked.save("event_2"));
		try (var files = Files.list(other)) {
			assertThat(files).as("nothing temporary").hasSize(1);
		}
		assertThat(store().load()).isEqualTo("event_1");
	}

	@Test
	void saveWhenFileHasNoDirectoryInItsNameThenInTheWorkingDirectory() {
		assertThatNoException().isThrownBy(() -> new FileEventCursorStore(Path.of("cursor-of-no-test")).load());
	}

	private FileEventCursorStore store() {
		return new FileEventCursorStore(file());
	}

	private Path file() {
		return this.directory.resolve("cursor");
	}

}
