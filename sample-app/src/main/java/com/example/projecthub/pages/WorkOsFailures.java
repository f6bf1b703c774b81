package com.example.projecthub.pages;

import java.io.IOException;

import com.workos.common.exceptions.TransportException;
import com.workos.common.exceptions.WorkOSException;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers when a change at WorkOS has failed: what the SDK throws knows nothing of this
 * product's answers.
 */
@ControllerAdvice({ "com.example.projecthub.pages", "com.example.projecthub.signin" })
class WorkOsFailures {

	@ExceptionHandler(WorkOSException.class)
	void answer(WorkOSException ex, HttpServletResponse response) throws IOException {
		boolean outage = ex instanceof TransportException || ex.status == 0
				|| ex.status == HttpStatus.TOO_MANY_REQUESTS.value() || ex.status >= 500;
		response.sendError((outage ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.CONFLICT).value());
	}

}
