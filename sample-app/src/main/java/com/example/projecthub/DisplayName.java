package com.example.projecthub;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A name or title that can be stored and shown.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@NotBlank
@Size(max = 100)
@Pattern(regexp = "[^\\p{Cntrl}]*")
@Constraint(validatedBy = {})
@ReportAsSingleViolation
public @interface DisplayName {

	/**
	 * What is wrong.
	 * @return the message
	 */
	String message() default "must have 1 to 100 printable characters";

	/**
	 * See {@link Constraint}.
	 * @return the groups
	 */
	Class<?>[] groups() default {};

	/**
	 * See {@link Constraint}.
	 * @return the payload
	 */
	Class<? extends Payload>[] payload() default {};

}
