package io.github.fgaspring.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * An answer that refuses, as a problem document (RFC 9457). It says what kind of refusal
 * it is and what may help, never a cause.
 *
 * @param status the HTTP status
 * @param code the kind of problem, stable for clients
 * @param detail one sentence for a human
 * @param members what else the client is told, by the name of the member
 */
record Problem(HttpStatus status, String code, String detail, Map<String, Object> members) {

	private static final JsonMapper jsonMapper = JsonMapper.builder().build();

	Problem(HttpStatus status, String code, String detail) {
		this(status, code, detail, Map.of());
	}

	/**
	 * Sends the answer, whole, so that no error page takes its place, and in place of
	 * what a handler may have begun to write.
	 * @param response takes status and body; headers are set by the caller
	 */
	void write(HttpServletResponse response) throws IOException {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("type", "about:blank");
		document.put("title", this.status.getReasonPhrase());
		document.put("status", this.status.value());
		document.put("detail", this.detail);
		document.put("code", this.code);
		document.putAll(this.members);
		byte[] body = jsonMapper.writeValueAsBytes(document);
		response.resetBuffer();
		response.setStatus(this.status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		try {
			response.getOutputStream().write(body);
		}
		catch (IllegalStateException ex) {
			// The handler had begun to write with the writer.
			response.getWriter().write(new String(body, StandardCharsets.UTF_8));
		}
	}

}
