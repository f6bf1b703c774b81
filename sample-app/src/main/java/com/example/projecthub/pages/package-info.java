/**
 * The product for people: pages and forms. Which buttons a page has follows from the same
 * permissions as the rules that guard what they do.
 */
@NullMarked
package com.example.projecthub.pages;

import org.jspecify.annotations.NullMarked;
