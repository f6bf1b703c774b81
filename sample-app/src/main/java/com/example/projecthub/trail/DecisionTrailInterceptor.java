package com.example.projecthub.trail;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * Shows pages their trail: their own, and that of the form that led to them.
 */
@Component
public class DecisionTrailInterceptor implements HandlerInterceptor {

	private static final String TRAIL = "trail";

	private static final String FORM_TRAIL = "formTrail";

	private final ObjectProvider<EmulatorSwitches> switches;

	DecisionTrailInterceptor(ObjectProvider<EmulatorSwitches> switches) {
		this.switches = switches;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		DecisionTrail trail = DecisionTrail.find(request);
		if (trail != null && request.getDispatcherType() == DispatcherType.REQUEST
				&& handler instanceof HandlerMethod method) {
			trail.reached(method);
		}
		return true;
	}

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView page) {
		DecisionTrail trail = DecisionTrail.find(request);
		if (trail == null || page == null) {
			return;
		}
		if (page.getViewName() != null && page.getViewName().startsWith("redirect:")) {
			RequestContextUtils.getOutputFlashMap(request).put(FORM_TRAIL, trail.snapshot());
		}
		else {
			page.addObject(TRAIL, trail);
			this.switches.ifAvailable((switches) -> page.addObject("emulatorHealth", switches.health())
				.addObject("emulatorHealthChoices", EmulatorSwitches.Health.values()));
		}
	}

}
