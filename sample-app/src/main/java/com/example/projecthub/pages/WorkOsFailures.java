package com.example.projecthub.pages;

import java.io.IOException;
import java.util.Set;

import com.workos.common.exceptions.WorkOSException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers when a change at WorkOS has failed: what the SDK throws knows nothing of this
 * product's answers.
 */
@ControllerAdvice({ "com.example.projecthub.pages", "com.example.projecthub.signin" })
class WorkOsFailures {

	private static final Log logger = LogFactory.getLog(WorkOsFailures.class);

	/**
	 * What WorkOS refuses because of the change itself.
	 */
	private static final Set<Integer> REFUSALS = Set.of(400, 404, 409, 422);

	@ExceptionHandler(WorkOSException.class)
	void answer(WorkOSException ex, HttpServletResponse response) throws IOException {
		logger.warn("WorkOS has not made a change: status " + ex.status + ", code " + ex.code);
		response
			.sendError((REFUSALS.contains(ex.status) ? HttpStatus.CONFLICT : HttpStatus.SERVICE_UNAVAILABLE).value());
	}

}
