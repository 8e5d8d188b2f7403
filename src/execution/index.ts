/** The door of execution: episodes as records. */
export {
  decimalsOf,
  type EpisodeCourse,
  type EpisodeFill,
  type EpisodeRecord,
  type EpisodeSubgoal,
  episodeCourse,
  explainFill,
  type FillReason,
} from './episode-record.js';
