package io.github.fgaspring.emulator.model;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.Random.class)
class TableTests {

	private static final Row FIRST = new Row("first", 1);

	private static final Row SECOND = new Row("second", 2);

	private static final Row THIRD = new Row("third", 2);

	private final Table<Row> table = new Table<>();

	@BeforeEach
	void fillTable() {
		List.of(FIRST, SECOND, THIRD).forEach(this.table::put);
	}

	@Test
	void findWhenThereThenGivesTheRow() {
		assertThat(this.table.find("second")).hasValue(SECOND);
		assertThat(this.table.find("none")).isEmpty();
	}

	@Test
	void findFirstWhenSeveralMatchThenGivesTheOldest() {
		assertThat(this.table.findFirst((row) -> row.value() == 2)).hasValue(SECOND);
		assertThat(this.table.findFirst((row) -> row.value() == 3)).isEmpty();
	}

	@Test
	void putWhenIdIsThereThenReplacesTheRowInItsPlace() {
		Row changed = new Row("first", 3);
		this.table.put(changed);
		assertThat(this.table.all()).containsExactly(changed, SECOND, THIRD);
	}

	@Test
	void putWhenRemovedBeforeThenIsTheNewest() {
		this.table.remove(FIRST);
		assertThat(this.table.find("first")).isEmpty();
		this.table.put(FIRST);
		assertThat(this.table.all()).containsExactly(SECOND, THIRD, FIRST);
	}

	@Test
	void removeWhenRowHasChangedThenGoesById() {
		this.table.remove(new Row("second", 7));
		assertThat(this.table.all()).containsExactly(FIRST, THIRD);
	}

	@Test
	void allWhenTableChangesLaterThenStaysAsItWas() {
		List<Row> all = this.table.all();
		List<Row> some = this.table.all((row) -> row.value() == 2);
		this.table.remove(SECOND);
		assertThat(all).containsExactly(FIRST, SECOND, THIRD);
		assertThat(some).containsExactly(SECOND, THIRD);
	}

	@Test
	void copyWhenOneOfBothChangesThenTheOtherStays() {
		Table<Row> copy = this.table.copy();
		this.table.remove(FIRST);
		copy.put(new Row("fourth", 4));
		assertThat(this.table.all()).containsExactly(SECOND, THIRD);
		assertThat(copy.all()).containsExactly(FIRST, SECOND, THIRD, new Row("fourth", 4));
	}

	private record Row(String id, int value) implements Identified {

	}

}
