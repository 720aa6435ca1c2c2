/**
 * Using a bundle: predictions for users at a cut, users ranked by a score, and items ranked for one
 * user. A score is one task's prediction or a weighted mix of several ({@link
 * org.taskweave.recommend.ScoreMix}).
 */
package org.taskweave.recommend;
