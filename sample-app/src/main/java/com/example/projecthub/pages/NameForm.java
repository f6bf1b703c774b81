package com.example.projecthub.pages;

import com.example.projecthub.DisplayName;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * A form with a name or a title.
 *
 * @param name what was entered
 */
record NameForm(@DisplayName String name) {

	/**
	 * Tells the next page what is wrong, and gives it back what was entered.
	 */
	void refuse(RedirectAttributes redirect) {
		redirect.addFlashAttribute("problem", "A name has 1 to 100 characters, all of them printable.");
		redirect.addFlashAttribute("entered", this.name);
	}

}
