package io.github.fgaspring.emulator.api;

import java.time.Instant;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.JwtTemplate;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * What session tokens have besides the usual claims.
 */
final class JwtTemplateEndpoint {

	private static final int MAX_CONTENT_LENGTH = 65536;

	private final EmulatorState state;

	private final StateChanges changes;

	JwtTemplateEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
	}

	ApiResponse get(ApiRequest request) {
		JwtTemplate template = this.state.jwtTemplate();
		if (template == null) {
			throw ApiException.notFound("There is no JWT template.");
		}
		return ApiResponse.ok(ApiObjects.jwtTemplate(template));
	}

	ApiResponse update(ApiRequest request) {
		String content = RequestBody.of(request, "content").text("content", MAX_CONTENT_LENGTH);
		JwtTemplate template = parse(content);
		this.changes.update(template);
		return ApiResponse.ok(ApiObjects.jwtTemplate(template));
	}

	private JwtTemplate parse(String content) {
		JwtTemplate current = this.state.jwtTemplate();
		Instant now = this.state.now();
		try {
			return (current != null) ? current.withContent(content, now) : JwtTemplate.parse(content, now);
		}
		catch (IllegalArgumentException ex) {
			throw ApiException.unprocessable("content", "Validation failed: content: %s.".formatted(ex.getMessage()));
		}
	}

}
