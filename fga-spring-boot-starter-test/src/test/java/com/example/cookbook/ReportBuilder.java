package com.example.cookbook;

import org.springframework.stereotype.Component;

/**
 * Builds reports, for whomever.
 */
@Component
class ReportBuilder {

	String build(String projectId) {
		return "The report on " + projectId;
	}

}
