package io.github.fgaspring.emulator.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param data the elements
 * @param before the cursor to what comes before, or {@code null} at the start of the list
 * @param after the cursor to what comes after, or {@code null} at the end of the list
 */
record Page<T>(List<T> data, @Nullable String before, @Nullable String after) {

	Map<String, Object> toJson(Function<T, ?> toJson) {
		Map<String, @Nullable String> metadata = new LinkedHashMap<>();
		metadata.put("before", this.before);
		metadata.put("after", this.after);
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("object", "list");
		json.put("data", this.data.stream().map(toJson).toList());
		json.put("list_metadata", metadata);
		return json;
	}

}
